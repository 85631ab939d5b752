"""The Python fences of docs/recipes.md run; those of a library that is not installed are skipped, visibly."""

import re
import unittest
from pathlib import Path

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "recipes.md"
FENCES = re.findall(r"^```python\n(.*?)^```$", RECIPES.read_text(encoding="utf-8"), re.S | re.M)


class Recipes(unittest.TestCase):
    def test_there_are_some(self) -> None:
        self.assertGreater(len(FENCES), 0)

    def test_each_runs(self) -> None:
        for number, code in enumerate(FENCES):
            with self.subTest(number=number):
                try:
                    exec(compile(code, f"{RECIPES.name}, fence {number}", "exec"), {})
                except ModuleNotFoundError as error:
                    if error.name == "fastface":
                        raise
                    self.skipTest(f"{error.name} is not installed")


if __name__ == "__main__":
    unittest.main()
