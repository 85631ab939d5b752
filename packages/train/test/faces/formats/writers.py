"""Writes small data sets the way others write them, with Python's own struct, zlib and pickle: an independent writer for
the readers to be tested on. NumPy is used where it is installed.

    python3 packages/train/test/faces/formats/writers.py <folder>       # files below the folder
    python3 packages/train/test/faces/formats/writers.py --vectors      # written.json beside this file, needs NumPy
"""

import base64
import json
import pathlib
import pickle
import random
import struct
import sys
import zlib

try:
    import numpy as np
except ImportError:
    np = None

SIZE = 8
MAGIC = 0xCED7230A


def png(number):
    """An RGB image whose pixel (x, y) is (number * 16 + x, y * 9, number)."""
    rows = b"".join(
        b"\0" + b"".join(bytes([(number * 16 + x) % 256, y * 9, number]) for x in range(SIZE)) for y in range(SIZE)
    )

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# Other image formats


def pixel(number, x, y):
    return ((number * 16 + x) % 256, y * 9, number)


def grid(number):
    return [[pixel(number, x, y) for x in range(SIZE)] for y in range(SIZE)]


def bmp(rows, bits, upward=True):
    colours = sorted({p for row in rows for p in row}) if bits == 8 else []
    palette = b"".join(bytes([b, g, r, 0]) for r, g, b in colours)
    data = b""
    for row in reversed(rows) if upward else rows:
        if bits == 8:
            line = bytes(colours.index(p) for p in row)
        else:
            line = b"".join(bytes([b, g, r] + [255] * (bits == 32)) for r, g, b in row)
        data += line + b"\0" * (-len(line) % 4)
    start = 54 + len(palette)
    height = len(rows) if upward else -len(rows)
    header = struct.pack("<IiiHHIIiiII", 40, len(rows[0]), height, 1, bits, 0, len(data), 0, 0, len(colours), 0)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + palette + data


def pnm(rows, kind, largest=255):
    """P2 and P5 are the green channel only."""
    values = [v for row in rows for p in row for v in (p if kind in (3, 6) else p[1:2])]
    values = [round(v * largest / 255) for v in values]
    head = "P%d\n# a comment, 9 9\n%d %d\n%d\n" % (kind, len(rows[0]), len(rows), largest)
    if kind < 4:
        return (head + "  ".join(map(str, values)) + "\n").encode()
    return head.encode() + b"".join(v.to_bytes(1 if largest < 256 else 2, "big") for v in values)


def image_files():
    """One folder a person. Labels follow the code points of the names: Z, a, ö, then an emoji beyond 16 bits."""
    people = {
        "a": {"0.bmp": bmp(grid(0), 24), "1.BMP": bmp(grid(1), 32, upward=False)},
        "Z": {"2.bmp": bmp(grid(2), 8), "3.png": png(3), "notes.txt": b"no image", ".hidden.png": b""},
        "\u00f6": {"4.ppm": pnm(grid(4), 3), "deeper/5.ppm": pnm(grid(5), 6), "deeper/6.ppm": pnm(grid(6), 6, 65535)},
        "\uff5e": {"7.png": png(7), "8.jpeg": png(8)},
        "\U0001f600": {"9.png": png(9), "10.png": png(10)},
    }
    files = {"people/%s/%s" % (p, name): data for p, images in people.items() for name, data in images.items()}
    for name, kind, largest in [("p2", 2, 255), ("p5", 5, 255), ("p5-16", 5, 65535), ("p2-9", 2, 90)]:
        files["grey/%s.pgm" % name] = pnm(grid(3), kind, largest)
    return files


# RecordIO


def record(payload):
    """dmlc's RecordIO: split wherever the magic word lies at a multiple of 4, each part padded."""
    word = struct.pack("<I", MAGIC)
    cuts = [i for i in range(0, len(payload) - 3, 4) if payload[i : i + 4] == word]
    starts = [0] + [cut + 4 for cut in cuts]
    ends = cuts + [len(payload)]
    out = b""
    for n, (start, end) in enumerate(zip(starts, ends)):
        flag = 0 if not cuts else 1 if n == 0 else 3 if n == len(cuts) else 2
        part = payload[start:end]
        out += struct.pack("<II", MAGIC, flag << 29 | len(part)) + part + b"\0" * (-len(part) % 4)
    return out


def payload(labels, image=b"", number=0, as_flag=False):
    """MXNet's IRHeader: one label in the header, several (or one, where as_flag) behind it."""
    if len(labels) == 1 and not as_flag:
        return struct.pack("<IfQQ", 0, labels[0], number, 0) + image
    return struct.pack("<IfQQ", len(labels), 0, number, 0) + struct.pack("<%df" % len(labels), *labels) + image


def record_set(folder, records, order=None, classes=None):
    """records: {key: payload}; order: keys as they lie in the files."""
    rec, idx = b"", ""
    for key in order or sorted(records):
        idx += "%d\t%d\n" % (key, len(rec))
        rec += record(records[key])
    files = {folder + "/train.rec": rec, folder + "/train.idx": idx.encode()}
    if classes is not None:
        files[folder + "/property"] = b"%d,%d,%d\n" % (classes, SIZE, SIZE)
    return files


def record_sets():
    labels = [0, 0, 0, 1, 1, 2, 2, 2]
    files = {}
    # face2rec2: key 0 is [A, B], images 1 … A - 1, identities A … B - 1 with [first, last + 1).
    images = {k + 1: payload([label], png(k)) for k, label in enumerate(labels)}
    identities = {9: [1, 4], 10: [4, 6], 11: [6, 9]}
    meta = {0: payload([9, 12])}
    files.update(
        record_set("meta", {**meta, **images, **{k: payload(v) for k, v in identities.items()}}, classes=3)
    )
    # im2rec: images from key 0 on and nothing else.
    plain = {k: payload([label], png(k)) for k, label in enumerate(labels)}
    files.update(record_set("plain", plain))
    # A shuffling tool: keys in any order, and every image with a flag of 1 and its label behind the header, key 0 too.
    order = list(range(8))
    random.Random(1).shuffle(order)
    shuffled = {k: payload([label], png(k), as_flag=True) for k, label in enumerate(labels)}
    files.update(record_set("shuffled", shuffled, order))
    # Payloads that hold the magic word, at multiples of 4 and elsewhere, at the start of the image and twice in a row.
    word = struct.pack("<I", MAGIC)
    tail = [word, b"x" + word, word + word, b"abcd" + word + b"ef" + word, b"", word[:3], b"abcd" + word, word * 3]
    split = {}
    for k, label in enumerate(labels):
        image = png(k)
        image += b"\0" * (-len(image) % 4) + tail[k]  # behind the end of a PNG anything may follow
        split[k] = payload([label], image)
    files.update(record_set("split", split))
    files["split/payloads.bin"] = b"".join(split[k] for k in sorted(split))
    # Several labels and an image, from key 0 on: no meta record.
    several = {k: payload([label, 7, k], png(k)) for k, label in enumerate(labels)}
    files.update(record_set("several", several))
    return files


# Verification sets


def python2(images, same, protocol):
    """What Python 2's cPickle makes of (list of str, list of bool): BINSTRING and SHORT_BINSTRING."""
    out = (b"\x80\x02" if protocol == 2 else b"") + (b"(" if protocol == 1 else b"") + b"]q\x00("
    for i, image in enumerate(images):
        out += b"T" + struct.pack("<i", len(image)) + image + b"r" + struct.pack("<I", 1000 + i)
    out += b"e]q\x01("
    for value in same:
        out += (b"\x88" if value else b"\x89") if protocol == 2 else (b"I01\n" if value else b"I00\n")
    out += b"e" + (b"\x86" if protocol == 2 else b"t") + b"q\x02."
    assert pickle.loads(out, encoding="bytes") == (images, same)
    return out


def pair_sets():
    images = [png(k) for k in range(8)]
    same = [True, False, False, True]
    files = {}
    for protocol in range(1, 6):
        files["py3-%d.bin" % protocol] = pickle.dumps((images, same), protocol)
    files["list.bin"] = pickle.dumps([images, same], 2)
    files["integers.bin"] = pickle.dumps((images, [int(x) for x in same]), 4)
    files["py2-1.bin"] = python2(images, same, 1)
    files["py2-2.bin"] = python2(images, same, 2)
    if np is not None:
        arrays = [np.frombuffer(image, np.uint8).reshape(-1, 1) for image in images]
        for protocol in range(2, 6):
            files["arrays-%d.bin" % protocol] = pickle.dumps((arrays, same), protocol)
            files["bools-%d.bin" % protocol] = pickle.dumps((images, [np.bool_(x) for x in same]), protocol)
            files["labels-%d.bin" % protocol] = pickle.dumps((images, np.array(same)), protocol)
        # NumPy before 2 had another name for its core.
        old = pickle.dumps((arrays, [np.bool_(x) for x in same]), 2)
        files["old-numpy.bin"] = old.replace(b"numpy._core.", b"numpy.core.")
    return files


def npy_sets():
    if np is None:
        return {}
    import io

    files = {}
    for name, dtype in [("bool", np.bool_), ("u1", np.uint8), ("i4", np.int32), ("i8", np.int64), ("f8", np.float64)]:
        out = io.BytesIO()
        np.save(out, np.array([1, 0, 0, 1], dtype))
        files["npy-%s/pair_label.npy" % name] = out.getvalue()
        for k in range(8):
            files["npy-%s/imgs/%d.jpg" % (name, k)] = png(k)  # by its bytes, not by its name
    out = io.BytesIO()
    np.lib.format.write_array(out, np.array([True, False]), version=(2, 0))
    files["version2.npy"] = out.getvalue()
    out = io.BytesIO()
    np.save(out, np.array([True, {}], object), allow_pickle=True)
    files["objects.npy"] = out.getvalue()
    out = io.BytesIO()
    np.save(out, np.array([1, 0], ">i4"))
    files["big-endian.npy"] = out.getvalue()
    return files


files = {**image_files(), **record_sets(), **pair_sets(), **npy_sets()}
if sys.argv[1] == "--vectors":
    assert np is not None, "--vectors needs NumPy"
    path = pathlib.Path(__file__).with_name("written.json")
    encoded = {name: base64.b64encode(zlib.compress(data, 9)).decode() for name, data in files.items()}
    path.write_text(json.dumps(encoded, indent=0) + "\n")
    print(path, path.stat().st_size)
else:
    for name, data in files.items():
        target = pathlib.Path(sys.argv[1], name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
