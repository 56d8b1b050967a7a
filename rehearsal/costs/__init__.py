"""What a stack would cost by the month, worked out from what it registers and from a dated table of list prices."""
