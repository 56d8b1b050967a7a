"""What every test needs before Pulumi is imported."""

import os

# An Output in an f-string raises instead of printing a warning, so the mistake cannot hide in a name or a policy.
os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"
