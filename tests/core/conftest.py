"""The pure cores are tested without Odoo.

They are loaded as the packages ``digit_sla_tools`` and ``digit_support_tools``, because
importing them by their address inside the addon would import the addon, and so Odoo.
"""

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent
ADDONS = HERE.parents[1] / "addons"


def _load_package(name, folder):
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    package = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)


for addon in ("digit_sla", "digit_support"):
    _load_package(f"{addon}_tools", ADDONS / addon / "tools")
sys.path.insert(0, str(HERE))
