"""What NumPy, SciPy and scikit-learn make of the verification protocol: writes vectors.json beside this file.

    pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1
    python3 packages/train/test/verify/vectors.py

The protocol is written down here from its definition, with library functions wherever there is one: KFold, normalize,
interp1d, roc_curve, auc, SVD.
"""

import json
import pathlib

import numpy as np
from scipy.interpolate import interp1d
from sklearn.metrics import auc, roc_curve
from sklearn.model_selection import KFold
from sklearn.preprocessing import normalize

rng = np.random.default_rng(20240411)


def rounded(a, digits=3):
    return np.round(np.asarray(a, dtype=np.float64), digits).astype(np.float32)


def plain(a, digits=3):
    return [round(float(x), digits) for x in np.asarray(a).ravel()]


def pairs_case(pairs, dimension, noise):
    """Embeddings of 2 * pairs images and of their mirror images, f32."""
    same = rng.random(pairs) < 0.5
    a = rng.normal(size=(pairs, dimension))
    b = np.where(same[:, None], a + noise * rng.normal(size=a.shape), rng.normal(size=a.shape))
    straight = np.empty((2 * pairs, dimension))
    straight[0::2], straight[1::2] = a, b
    straight = rounded(straight)
    mirrored = rounded(straight + 0.2 * rng.normal(size=straight.shape))
    return straight, mirrored, same


def accepted(t, dist, same):
    below = dist < t
    return np.sum(below & same), np.sum(below & ~same)


def verification(straight, mirrored, same, target=1e-3):
    straight, mirrored = straight.astype(np.float64), mirrored.astype(np.float64)
    xnorm = np.linalg.norm(np.concatenate([straight, mirrored]), axis=1).mean()
    e = normalize(straight + mirrored)
    dist = np.square(e[0::2] - e[1::2]).sum(1)
    accuracies, vals, fars, tprs, fprs = [], [], [], [], []
    coarse, fine = np.arange(0, 4, 0.01), np.arange(0, 4, 0.001)
    for train, test in KFold(10, shuffle=False).split(dist):

        def accuracy(t, part):
            return np.mean((dist[part] < t) == same[part])

        best = coarse[np.argmax([accuracy(t, train) for t in coarse])]
        accuracies.append(accuracy(best, test))
        n_same, n_diff = np.sum(same[test]), np.sum(~same[test])
        counts = np.array([accepted(t, dist[test], same[test]) for t in coarse])
        tprs.append(counts[:, 0] / max(n_same, 1))
        fprs.append(counts[:, 1] / max(n_diff, 1))

        far = np.array([accepted(t, dist[train], same[train])[1] for t in fine]) / np.sum(~same[train])
        if far.max() >= target:
            # Of equal FARs the last threshold: np.unique of the reversed array finds it first.
            distinct, last = np.unique(far[::-1], return_index=True)
            threshold = float(interp1d(distinct, fine[::-1][last], kind="slinear")(target))
        else:
            threshold = 0.0
        ta, fa = accepted(threshold, dist[test], same[test])
        vals.append(ta / n_same)
        fars.append(fa / n_diff)
    fpr, tpr, _ = roc_curve(same, -dist)
    return {
        "straight": plain(straight),
        "mirrored": plain(mirrored),
        "same": [int(x) for x in same],
        "target": target,
        "xnorm": xnorm,
        "accuracies": accuracies,
        "accuracy": np.mean(accuracies),
        "accuracyStd": np.std(accuracies),
        "val": np.mean(vals),
        "valStd": np.std(vals),
        "far": np.mean(fars),
        "meanTpr": np.mean(tprs, 0)[::20].tolist(),
        "meanFpr": np.mean(fprs, 0)[::20].tolist(),
        "auc": auc(fpr, tpr),
    }


def tar_at_far(fpr, tpr, x):
    fpr, tpr = np.flipud(fpr), np.flipud(tpr)
    return tpr[np.argmin(np.abs(fpr - x))]


def roc_case(n, digits):
    label = (rng.random(n) < 0.3).astype(int)
    score = np.round(rng.normal(size=n) + 1.5 * label, digits)
    fpr, tpr, _ = roc_curve(label, score)
    fars = [1e-6, 1e-4, 1e-3, 0.01, 0.02, 0.05, 0.1, 0.37, 0.5]
    return {
        "same": label.tolist(),
        "scores": plain(score, digits),
        "fpr": fpr.tolist(),
        "tpr": tpr.tolist(),
        "auc": auc(fpr, tpr),
        "fars": fars,
        "tars": [tar_at_far(fpr, tpr, x) for x in fars],
    }


def template_case(images, dimension):
    people = 12
    centre = rng.normal(size=(people, dimension))
    person = rng.integers(people, size=images)
    # Two templates a person, with numbers that are neither dense nor in order; media are shared between templates.
    templates = 1000 - 7 * (2 * person + rng.integers(2, size=images))
    media = rng.integers(4, size=images) + 50
    straight = rounded(centre[person] + 0.8 * rng.normal(size=(images, dimension)))
    mirrored = rounded(straight + 0.2 * rng.normal(size=straight.shape))
    scores = rounded(rng.uniform(0.3, 1, size=images))
    f = (straight + mirrored) * scores[:, None]
    numbers = np.unique(templates)
    features = []
    for t in numbers:
        of_template = []
        for m in np.unique(media[templates == t]):
            of_template.append(f[(templates == t) & (media == m)].mean(0))
        features.append(np.sum(of_template, 0))
    features = normalize(np.array(features, dtype=np.float64))
    i, j = np.triu_indices(len(numbers), 1)
    first, second = numbers[i], numbers[j]
    owner = {int(t): int(p) for t, p in zip(templates, person)}
    same = np.array([owner[int(a)] == owner[int(b)] for a, b in zip(first, second)]).astype(int)
    score = np.sum(features[i] * features[j], -1)
    fpr, tpr, _ = roc_curve(same, score)
    fars = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
    return {
        "templates": templates.tolist(),
        "media": media.tolist(),
        "straight": plain(straight),
        "mirrored": plain(mirrored),
        "scores": plain(scores),
        "first": first.tolist(),
        "second": second.tolist(),
        "same": same.tolist(),
        "cosines": score[::7].tolist(),
        "tars": [tar_at_far(fpr, tpr, x) for x in fars],
        "auc": auc(fpr, tpr),
    }


def umeyama(src, dst):
    """Least-squares similarity transform (Umeyama 1991), a 2x3 matrix."""
    ms, md = src.mean(0), dst.mean(0)
    cov = (dst - md).T @ (src - ms) / len(src)
    u, s, vt = np.linalg.svd(cov)
    d = np.array([1, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    r = u @ np.diag(d) @ vt
    scale = (s * d).sum() / np.square(src - ms).sum(1).mean()
    return np.hstack([scale * r, (md - scale * r @ ms)[:, None]])


reference = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


def align_case():
    angle, scale = rng.uniform(-1, 1), rng.uniform(0.5, 3)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = np.round(reference @ turn.T + rng.uniform(0, 40, 2) + 3 * rng.normal(size=(5, 2)), 2)
    return {"points": points.tolist(), "matrix": umeyama(points, reference).tolist()}


vectors = {
    "verifications": [
        verification(*pairs_case(103, 8, 0.7)),
        verification(*pairs_case(160, 4, 0.2), target=0.05),
    ],
    "curves": [roc_case(60, 3), roc_case(200, 1), roc_case(31, 0)],
    "templates": template_case(90, 6),
    "alignments": [align_case() for _ in range(4)],
}
path = pathlib.Path(__file__).with_name("vectors.json")
path.write_text(json.dumps(vectors, default=float) + "\n")
print(path, path.stat().st_size)
