#!/usr/bin/env bash
# Does training work on this machine's graphics card, and how fast? `npm run gpu-check`, at most ten minutes.
#
# For each backend that can be had (TensorFlow, its CUDA build where there is an NVIDIA card; WebGPU, on Chromium's software
# driver where there is no card): whether it trains, images a second, how long it waited for images, the memory of the card.
# Then the same update beside PyTorch, where python3 (or PYTHON) has it. What cannot be had is said, and is no failure.
# Exits with 1 if a backend that is there does not train.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
failed=0

heading() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }
# Runs a command for at most so many seconds, and never beyond the ten minutes.
limited() {
  local most=$1 left=$((600 - SECONDS))
  shift
  if ((left < 5)); then
    echo "skipped: the ten minutes are over"
    return 1
  fi
  timeout --kill-after=5 $((most < left ? most : left)) "$@"
}

card=$(nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader 2>/dev/null | head -1)
echo "card: ${card:-none that nvidia-smi shows: the CPU and a software driver take its place}"
echo "node $(node --version), $(nproc) cores"

heading 'build'
[[ -d node_modules ]] || limited 240 npm ci --no-audit --no-fund || exit 1
limited 120 npm run build --silent || exit 1
command=("$root/packages/train/bin/fastface-train.js")

heading 'tensorflow'
limited 240 node "${command[@]}" setup-tensorflow ${card:+--gpu} || echo 'tensorflow: cannot be had here'

heading 'webgpu'
backends=.cache/backends
mkdir -p "$backends"
echo '{"private":true}' >"$backends/package.json"
(cd "$backends" && limited 120 npm install --no-audit --no-fund webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0) ||
  echo 'webgpu: cannot be had here'
software=/usr/lib/chromium/vk_swiftshader_icd.json
[[ -z $card && -e $software ]] && export VK_ICD_FILENAMES=$software
# Optional packages are looked for in the folder that a command is run in.
cd "$backends" || exit 1

heading 'doctor'
limited 90 node "${command[@]}" doctor

for backend in tensorflow webgpu; do
  heading "training on $backend"
  size=(--steps 200)
  # A software driver is hundreds of times slower.
  [[ $backend == webgpu && -z $card ]] && size=(--steps 2 --batch-size 4 --image-size 16)
  out=$(mktemp -d)
  if limited 90 node "${command[@]}" train --backend "$backend" "${size[@]}" --identities 40 --verify-pairs 0 --out "$out/run" --json >"$out/run.json" 2>"$out/log"; then
    node -e '
      const { outcome } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
      const percent = (share) => `${(100 * share).toFixed(1)} %`;
      console.log(`trains: ${outcome.step} updates, last loss ${outcome.lastLoss.toFixed(2)}, ${outcome.imagesPerSecond.toFixed(0)} images/s, waited for images ${percent(outcome.dataShare)}`);
    ' "$out/run.json"
  elif grep -q 'setup-tensorflow\|npm install' "$out/log"; then
    echo "not here: $(tail -1 "$out/log")"
  else
    echo "DOES NOT TRAIN: $(tail -1 "$out/log")"
    failed=1
  fi
  rm -rf "$out"
done
cd "$root" || exit 1

heading 'beside PyTorch'
limited 180 npm run --silent bench:train -- ${card:+--rounds=2 --model=iresnet-50 --batch=64 --size=112} $([[ -z $card ]] && echo --short)

heading 'end'
exit $failed
