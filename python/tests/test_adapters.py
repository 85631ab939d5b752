"""Each adapter against the real library: skipped, and saying so, where it is not installed."""

import importlib
import json
import os
import tempfile
import unittest

import fastface as ff


def library(*names):
    """The modules, or a skip that names the first one that is missing."""
    modules = []
    for name in names:
        try:
            modules.append(importlib.import_module(name))
        except ImportError as error:
            raise unittest.SkipTest(f"{name} is not installed ({error})") from None
    return modules[0] if len(modules) == 1 else modules


def quick(rate=0.1):
    return ff.fastface(learning_rate=rate, patience=5, alpha=0.5, beta=0.5, threshold=1e-3)


class PyTorch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.torch = library("torch")

    def train(self, steps, restore=None):
        """Trains a line; the losses, the rate of every update, and what is needed to go on."""
        from fastface.torch import FastFaceLR

        torch = self.torch
        torch.manual_seed(1)
        x = torch.randn(64, 3)
        y = x @ torch.tensor([[1.0], [2.0], [3.0]]) + 0.1 * torch.randn(64, 1)
        model = torch.nn.Linear(3, 1)
        slow = {"params": [model.bias], "lr": 0.05}
        optimizer = torch.optim.SGD([{"params": [model.weight]}, slow], lr=0.1)
        schedule = FastFaceLR(optimizer, quick())
        if restore is not None:
            model.load_state_dict(restore["model"])
            optimizer.load_state_dict(restore["optimizer"])
            schedule.load_state_dict(json.loads(restore["schedule"]))
        losses, rates = [], []
        for _ in range(steps):
            rates.append([group["lr"] for group in optimizer.param_groups])
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
            schedule.step(loss)
            schedule.step()
            losses.append(loss.item())
        saved = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": json.dumps(schedule.state_dict()),
        }
        return losses, rates, saved, schedule

    def test_the_rates_are_those_of_the_scheduler_on_the_same_losses(self):
        losses, rates, _, schedule = self.train(200)
        wanted = [0.1, *ff.learning_rates(quick(), losses)]
        self.assertEqual([rate for rate, _ in rates], wanted[:-1])
        self.assertEqual([slow for _, slow in rates], [rate * 0.5 for rate in wanted[:-1]])
        self.assertLess(wanted[-1], 0.1)
        self.assertEqual(schedule.get_last_lr(), [wanted[-1], wanted[-1] * 0.5])
        self.assertIsInstance(schedule, self.torch.optim.lr_scheduler.StepLR.__mro__[1])

    def test_resumed_is_uninterrupted(self):
        whole = self.train(120)
        first = self.train(50)
        rest = self.train(70, first[2])
        self.assertEqual(first[0] + rest[0], whole[0])
        self.assertEqual(first[1] + rest[1], whole[1])


class Transformers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.torch, cls.transformers = library("torch", "transformers")
        library("accelerate")

    def test_the_trainer_runs_at_the_rates_of_a_replay_of_its_log(self):
        from fastface.transformers import FastFaceCallback

        torch, transformers = self.torch, self.transformers

        class Line(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.line = torch.nn.Linear(3, 1)

            def forward(self, x, labels):
                return {"loss": torch.nn.functional.mse_loss(self.line(x), labels)}

        class Rates(transformers.TrainerCallback):
            def __init__(self):
                self.rates = []

            def on_step_begin(self, args, state, control, optimizer=None, **kwargs):
                self.rates.append(optimizer.param_groups[0]["lr"])

        def run(folder, steps, resume=None):
            torch.manual_seed(1)
            x = torch.randn(64, 3)
            data = [{"x": row, "labels": row.sum().reshape(1)} for row in x]
            callback, rates = FastFaceCallback(lambda rate, total: quick(rate)), Rates()
            args = transformers.TrainingArguments(
                folder, max_steps=steps, learning_rate=0.05, lr_scheduler_type="constant", logging_steps=2,
                save_steps=30, per_device_train_batch_size=16, report_to=[], disable_tqdm=True, seed=1,
            )
            trainer = transformers.Trainer(Line(), args, train_dataset=data, callbacks=[callback, rates])
            trainer.train(resume_from_checkpoint=resume)
            return trainer, callback, rates.rates

        def replayed(trainer):
            """The rates and the last state of a replay of what the trainer logged."""
            logged = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
            scheduler, state, rates = quick(0.05), quick(0.05).init(), [0.05]
            for i, loss in enumerate(loss for loss in logged for _ in range(2)):
                state = scheduler.step(state, loss)
                # A rate is known when the second of two steps is logged.
                rates.append(state["learningRate"] if i % 2 else rates[-1])
            return rates[:60], state

        with tempfile.TemporaryDirectory() as folder:
            trainer, callback, rates = run(folder, 60)
            self.assertEqual((rates, callback.state), replayed(trainer))
            self.assertLess(rates[-1], 0.05)
            self.assertTrue(os.path.exists(os.path.join(folder, "checkpoint-30", "fastface.json")))
            # The trainer's own data may come in another order after a checkpoint: what counts are the losses that it logged.
            trainer, callback, later = run(folder, 60, os.path.join(folder, "checkpoint-30"))
            wanted, state = replayed(trainer)
            self.assertEqual((rates[:30] + later, callback.state), (wanted, state))


class Keras(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if importlib.util.find_spec("jax") is not None:
            os.environ.setdefault("KERAS_BACKEND", "jax")
        cls.keras = library("keras")

    def test_fit_runs_at_the_rates_that_its_losses_give(self):
        import numpy as np

        from fastface.keras import FastFaceCallback

        keras = self.keras
        heard, rates = [], []

        class Spy(FastFaceCallback):
            def on_train_batch_end(self, batch, logs=None):
                before = self.state["iteration"]
                super().on_train_batch_end(batch, logs)
                assert self.state["iteration"] == before + 1
                heard.append(self.state)
                rates.append(float(self.model.optimizer.learning_rate))

        keras.utils.set_random_seed(1)
        x = np.random.default_rng(1).normal(size=(64, 3)).astype("float32")
        y = x.sum(axis=1, keepdims=True)
        model = keras.Sequential([keras.layers.Dense(1)])
        model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
        callback = Spy(quick())
        model.fit(x, y, batch_size=16, epochs=10, verbose=0, callbacks=[callback])
        model.fit(x, y, batch_size=16, epochs=5, verbose=0, callbacks=[callback])
        self.assertEqual(len(heard), 60)
        self.assertLess(heard[-1]["learningRate"], 0.1)
        for state, rate in zip(heard, rates):
            self.assertAlmostEqual(rate / state["learningRate"], 1, places=6)

    def test_a_lower_rate_trains_slower(self):
        import numpy as np

        from fastface.keras import FastFaceCallback

        keras = self.keras
        stop = ff.sequence([ff.Stage(ff.from_schedule(lambda t: 0.05), 4), ff.Stage(ff.from_schedule(lambda t: 0.0))])
        keras.utils.set_random_seed(1)
        x = np.ones((64, 2), "float32")
        model = keras.Sequential([keras.layers.Dense(1, use_bias=False)])
        model.compile(optimizer=keras.optimizers.SGD(0.05), loss="mse")
        weights = []
        remember = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs: weights.append(model.get_weights()[0].copy())
        )
        model.fit(x, x[:, :1], batch_size=32, epochs=4, verbose=0, callbacks=[FastFaceCallback(stop), remember])
        self.assertFalse(np.array_equal(weights[0], weights[1]))
        self.assertTrue(np.array_equal(weights[1], weights[3]))


class Lightning(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.torch, cls.lightning = library("torch", "lightning.pytorch")

    def test_the_trainer_runs_at_the_rates_of_the_scheduler_and_keeps_its_state(self):
        from fastface.lightning import FastFaceCallback

        torch, lightning = self.torch, self.lightning
        losses, rates = [], []

        class Line(lightning.LightningModule):
            def __init__(self):
                super().__init__()
                self.line = torch.nn.Linear(3, 1)

            def training_step(self, batch, batch_idx):
                rates.append(self.optimizers().param_groups[0]["lr"])
                loss = torch.nn.functional.mse_loss(self.line(batch), batch.sum(dim=1, keepdim=True))
                losses.append(loss.item())
                return loss

            def configure_optimizers(self):
                return torch.optim.SGD(self.parameters(), lr=0.1)

        with tempfile.TemporaryDirectory() as folder:
            callback = FastFaceCallback(quick())
            data = torch.utils.data.DataLoader(torch.randn(64, 3, generator=torch.manual_seed(1)), batch_size=16)
            trainer = lightning.Trainer(
                max_epochs=15, callbacks=[callback], accelerator="cpu", logger=False, default_root_dir=folder,
                enable_progress_bar=False, enable_model_summary=False, enable_checkpointing=False,
            )
            trainer.fit(Line(), data)
            wanted = [0.1, *ff.learning_rates(quick(), losses)]
            self.assertEqual(rates, wanted[:-1])
            self.assertLess(wanted[-1], 0.1)
            path = os.path.join(folder, "last.ckpt")
            trainer.save_checkpoint(path)
            kept = torch.load(path)["callbacks"]
            self.assertEqual([state["state"] for state in kept.values() if "state" in state], [callback.state])


class Optax(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.jax, cls.optax = library("jax", "optax")

    def test_updates_are_scaled_by_the_rate_of_the_losses_before_to_the_last_bit(self):
        from fastface.optax import scale_by_fastface, scheduler_state

        jax, optax = self.jax, self.optax
        import jax.numpy as jnp

        for scheduler in (quick(), ff.floor(quick(), 0.03)):
            optimizer = optax.chain(optax.sgd(0.1), scale_by_fastface(scheduler))

            @jax.jit
            def step(params, state):
                loss, grads = jax.value_and_grad(lambda p: jnp.sum((p - 1.0) ** 2))(params)
                updates, state = optimizer.update(grads, state, params, value=loss)
                return optax.apply_updates(params, updates), state, loss, updates, grads

            params = jnp.zeros(3)
            state = optimizer.init(params)
            wanted = scheduler.init()
            for _ in range(60):
                rate = wanted["learningRate"]
                params, state, loss, updates, grads = step(params, state)
                expected = -0.1 * grads * jnp.float32(rate / 0.1)
                self.assertTrue(bool(jnp.allclose(updates, expected, rtol=1e-6)))
                wanted = scheduler.step(wanted, float(loss))
                self.assertEqual(scheduler_state(scheduler, state[-1]), wanted)
            self.assertLess(wanted["learningRate"], 0.1)

    def test_a_scheduler_whose_state_changes_its_shape_is_refused(self):
        from fastface.optax import scale_by_fastface

        with self.assertRaisesRegex(ValueError, "expected one whose state has a fixed size"):
            scale_by_fastface(ff.warmup(quick(), steps=3))


if __name__ == "__main__":
    unittest.main()
