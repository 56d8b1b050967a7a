"""The one place that knows which cloud a cluster is on."""

import subprocess
import sys


def test_no_clouds_sdk_is_imported_before_a_cluster_on_it_is_made() -> None:
    question = "import sys, components.cluster; print([m for m in sys.modules if m.startswith(('pulumi_aws', 'pulumi_gcp'))])"

    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
