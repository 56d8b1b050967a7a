"""What the operators of the add-ons answer to their custom resources.

A loop of our own rather than KWOK's stages: a stage changes only the object that it is played on, while operators make Secrets
and StatefulSets of their own, and look at other objects (is there such a store, may this namespace use it) before they say Ready.
And KWOK needs its kinds when it starts, while these come with releases, later.
"""
