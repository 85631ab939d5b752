"""Makes the binary logs beside this file with the original writers, and what was written in expected.json.

    pip install tensorboardX==2.6.5 tensorboard==2.21.0 wandb==0.19.11 pandas==3.1.1 pyarrow==25.0.1 polars==2.1.0
    python make.py

The W&B file is written by W&B's own data store from W&B's own messages, history records only: a whole run holds the
name and the folders of the machine that made it.
"""

import importlib.metadata
import json
import struct
from pathlib import Path

import pandas
import polars
import pyarrow
import pyarrow.parquet
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboardX import SummaryWriter
from wandb.proto import wandb_internal_pb2
from wandb.sdk.internal.datastore import DataStore

HERE = Path(__file__).parent
STEPS = [20 * i + 19 for i in range(12)]
LOSSES = [4 / (1 + i / 5) for i in range(12)]
LOSSES[7] = float("nan")
RATES = [0.1 if i < 6 else 0.05 for i in range(12)]
EXPECTED = {}


def keep(name, original, steps=STEPS, losses=LOSSES, rates=RATES, loss="loss", single=False):
    """Notes what a file holds; `single` where it holds floats of 32 bits."""
    narrow = (lambda x: struct.unpack("f", struct.pack("f", x))[0]) if single else float
    text = lambda x: "NaN" if x != x else narrow(x)
    EXPECTED[name] = {
        "original": original,
        "loss": loss,
        "steps": steps,
        "losses": [text(x) for x in losses],
        "rates": None if rates is None else [text(x) for x in rates],
    }


def version(*names):
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def moved(folder, name):
    [made] = folder.glob("events.out.*")
    made.rename(HERE / name)
    folder.rmdir()


def tensorboard_x():
    folder = HERE / "made"
    writer = SummaryWriter(str(folder))
    for step, loss, rate in zip(STEPS, LOSSES, RATES):
        writer.add_scalar("train/loss", loss, step)
        writer.add_scalar("train/lr", rate, step)
        if step % 80 == 19:
            writer.add_scalar("val/loss", 9, step)
            writer.add_text("note", "loss: 9", step)
            writer.add_histogram("weights", [1, 2, 3], step)
    writer.close()
    moved(folder, "tensorboardx.tfevents")
    keep("tensorboardx.tfevents", version("tensorboardX") + " SummaryWriter", loss="train/loss", single=True)


def tensorboard_tensors():
    """As TensorFlow 2 writes scalars: tensors with a description of their plugin."""
    folder = HERE / "made"
    writer = EventFileWriter(str(folder))
    metadata = summary_pb2.SummaryMetadata(plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name="scalars"))
    for step, loss, rate in zip(STEPS, LOSSES, RATES):
        for tag, value in [("epoch_loss", loss), ("learning_rate", rate)]:
            tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_shape=tensor_shape_pb2.TensorShapeProto(), float_val=[value])
            summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag=tag, tensor=tensor, metadata=metadata)])
            writer.add_event(event_pb2.Event(wall_time=1.7e9 + step, step=step, summary=summary))
    writer.close()
    moved(folder, "tensors.tfevents")
    keep("tensors.tfevents", version("tensorboard") + " EventFileWriter", loss="epoch_loss", single=True)


def wandb():
    path = HERE / "run.wandb"
    path.unlink(missing_ok=True)
    store = DataStore()
    store.open_for_write(str(path))
    for i, (step, loss, rate) in enumerate(zip(STEPS, LOSSES, RATES)):
        record = wandb_internal_pb2.Record(num=i + 1)
        record.history.step.num = i
        values = {"train/loss": loss, "lr": rate, "trainer/global_step": step, "epoch": i // 4}
        for key, value in values.items():
            record.history.item.add(key=key, value_json=json.dumps(value))
        record.history.item.add(nested_key=["nested", "loss_cls"], value_json="1.0")
        store.write(record)
    store.close()
    keep("run.wandb", version("wandb") + " DataStore", loss="train/loss")


def frames():
    table = pandas.DataFrame({"step": STEPS, "loss": LOSSES, "lr": RATES})
    writers = version("pandas", "pyarrow")
    # To pandas a NaN is an empty cell, and so it is in the file.
    full = [i for i in range(12) if LOSSES[i] == LOSSES[i]]
    there = dict(zip(["steps", "losses", "rates"], [[values[i] for i in full] for values in (STEPS, LOSSES, RATES)]))
    for compression in ["snappy", "zstd", "brotli", "lz4", "gzip"]:
        name = f"pandas-{compression}.parquet"
        table.to_parquet(HERE / name, compression=compression)
        keep(name, f"{writers} {compression}", **there)
    table.astype({"loss": "float32", "lr": "float32"}).set_index(pandas.RangeIndex(19, 259, 20, name="step")).drop(
        columns="step"
    ).to_parquet(HERE / "pandas-index.parquet")
    keep("pandas-index.parquet", writers + " range index", single=True, **there)
    arrow = pyarrow.Table.from_pandas(table)
    pyarrow.parquet.write_table(arrow, HERE / "arrow-v2.parquet", version="2.6", data_page_version="2.0", row_group_size=5)
    keep("arrow-v2.parquet", version("pyarrow") + " pages of version 2, three row groups", **there)
    pyarrow.parquet.write_table(
        arrow,
        HERE / "arrow-encodings.parquet",
        use_dictionary=False,
        column_encoding={"step": "DELTA_BINARY_PACKED", "loss": "BYTE_STREAM_SPLIT", "lr": "PLAIN"},
    )
    keep("arrow-encodings.parquet", version("pyarrow") + " delta and byte stream split", **there)
    polars.DataFrame({"step": STEPS, "train/loss": LOSSES, "lr": RATES}).write_parquet(HERE / "polars.parquet")
    keep("polars.parquet", version("polars"), loss="train/loss")


for make in [tensorboard_x, tensorboard_tensors, wandb, frames]:
    make()
(HERE / "expected.json").write_text(json.dumps(EXPECTED, indent=2) + "\n")
