"""PyTorch's side of `npm run bench:native`: python native.py FOLDER REPEATS prints {"ms": ..., "version": ...}."""

import json
import sys
import time

import torch

folder, repeats = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(1)
x = torch.frombuffer(bytearray(open(f"{folder}/x", "rb").read()), dtype=torch.uint8).reshape(-1, 784).float() / 15
y = torch.frombuffer(bytearray(open(f"{folder}/y", "rb").read()), dtype=torch.uint8).long()


def run():
    model = torch.nn.Sequential(torch.nn.Linear(784, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    start = time.perf_counter()
    for _ in range(10):
        order = torch.randperm(len(x))
        for batch in order.split(64):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
            optimiser.step()
    return 1000 * (time.perf_counter() - start)


run()
times = sorted(run() for _ in range(repeats))
print(json.dumps({"ms": times[repeats // 2], "version": torch.__version__}))
