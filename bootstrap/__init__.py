"""Where the state of every stack is kept, made once in each cloud; a Pulumi program of its own."""
