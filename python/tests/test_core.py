"""The schedulers against the vectors that ``@fastface/core`` gave: equal to the last bit."""

import doctest
import importlib
import json
import math
import pathlib
import re
import unittest

import fastface as ff

VECTORS = json.loads((pathlib.Path(__file__).parent / "vectors" / "core.json").read_text())


def options_of(options):
    return {re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), key): value for key, value in options.items()}


def make(what):
    if "fastface" in what:
        return ff.fastface(**options_of(what["fastface"]))
    if "fastfaceAuto" in what:
        return ff.fastface_auto(**options_of(what["fastfaceAuto"]))
    if "growingHaar" in what:
        return ff.growing_haar(**options_of(what["growingHaar"]))
    if "anneal" in what:
        options = options_of(what["anneal"])
        return ff.anneal(make(options.pop("of")), **options)
    if "line" in what:
        start, slope = what["line"]
        return ff.from_schedule(lambda t: start + slope * t, "line")
    if "warmup" in what:
        options = what["warmup"]
        return ff.warmup(make(options["of"]), steps=options["steps"], start=options["from"])
    if "floor" in what:
        return ff.floor(make(what["floor"]["of"]), what["floor"]["minLearningRate"])
    if "groups" in what:
        return ff.groups(make(what["groups"]["of"]), what["groups"]["multipliers"])
    return ff.sequence([ff.Stage(make(stage), stage.get("steps")) for stage in what["sequence"]])


def loss_of(value):
    return math.nan if value == "NaN" else value


class Core(unittest.TestCase):
    def test_rates_decisions_states_and_reasons(self):
        for vector in VECTORS:
            with self.subTest(vector["name"]):
                scheduler = make(vector["make"])
                state = scheduler.init()
                wanted = {entry["after"]: entry for entry in vector["states"]}
                for after, rate in enumerate(vector["learningRates"]):
                    if after > 0:
                        state = scheduler.step(state, loss_of(vector["losses"][after - 1]))
                        self.assertEqual(state["decision"][0], vector["decisions"][after - 1], after)
                    self.assertEqual(state["learningRate"], rate, after)
                    if after in wanted:
                        self.assertEqual(state, wanted[after]["state"])
                        self.assertEqual(scheduler.reason(state), wanted[after]["reason"])

    def test_the_vectors_have_reductions(self):
        reduced = [v["name"] for v in VECTORS if any(e["state"]["decision"] == "reduce" for e in v["states"])]
        self.assertGreater(len(reduced), 4)

    def test_a_state_of_core_goes_on_bit_for_bit(self):
        for vector in VECTORS:
            with self.subTest(vector["name"]):
                scheduler = make(vector["make"])
                entry = next(entry for entry in vector["states"] if entry["after"] == 333)
                state = ff.restore(scheduler, json.loads(json.dumps(entry["state"])))
                rates = []
                for loss in vector["losses"][333:]:
                    state = scheduler.step(state, loss_of(loss))
                    rates.append(state["learningRate"])
                self.assertEqual(rates, vector["learningRates"][334:])
                self.assertEqual(state, vector["states"][-1]["state"])

    def test_a_state_that_is_not_its_own_is_refused(self):
        scheduler = ff.fastface(learning_rate=0.1, patience=3)
        state = scheduler.step(scheduler.init(), 2.0)
        for change in (
            {"scheduler": "cosine"},
            {"version": 1},
            {"iteration": "3"},
            {"trend": math.inf},
            {"options": {}},
            {"more": 1},
        ):
            with self.assertRaisesRegex(ValueError, "state." + next(iter(change))):
                ff.restore(scheduler, {**state, **change})
        with self.assertRaisesRegex(ValueError, "smoothedChange"):
            ff.restore(scheduler, {key: state[key] for key in state if key != "smoothedChange"})
        with self.assertRaisesRegex(ValueError, "expected an object"):
            ff.restore(scheduler, None)

    def test_options_out_of_range_name_the_option_and_what_it_may_be(self):
        for options, message in (
            ({}, "total_steps: None"),
            ({"patience": -1}, "patience: -1"),
            ({"patience": 3, "alpha": 0}, "alpha: 0 .*0 < alpha <= 1"),
            ({"patience": 3, "factor": 1}, "factor: 1"),
            ({"patience": 3, "learning_rate": math.nan}, "learning_rate: nan"),
            ({"patience": 3, "patience_fraction": 0.1}, "nothing beside patience"),
            ({"patience": 3, "min_learning_rate": 1}, "at most 0.02"),
        ):
            with self.assertRaisesRegex(ValueError, message):
                ff.fastface(**options)

    def test_examples(self):
        for name in ("fastface", "scheduler", "compose", "numbers", "anneal", "growing_haar"):
            results = doctest.testmod(importlib.import_module(f"fastface.{name}"))
            self.assertGreater(results.attempted, 0, name)
            self.assertEqual(results.failed, 0, name)


if __name__ == "__main__":
    unittest.main()
