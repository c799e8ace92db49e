"""Layered network files as PyTorch computes them, with its own modules, losses and optimizers in float64.

Reads a JSON list of jobs, writes a list of answers. It knows the format of the files and nothing of gradwalk.
A job is {"file": …} for loss and gradients, with "steps" for a training, or {"draw": …} for drawn numbers.
"""

import json
import math
import sys

import torch
from torch import nn

F64 = torch.float64


def named(row):
    """The name and the options of `relu` or `{ elu: { alpha: 2 } }`."""
    if isinstance(row, str):
        return row, {}
    ((name, options),) = row.items()
    return name, options


class Linear(nn.Module):
    def __init__(self, weight, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(weight, dtype=F64))
        self.bias = None if bias is False else nn.Parameter(torch.tensor(bias, dtype=F64))

    def forward(self, x):
        z = x @ self.weight.T
        return z if self.bias is None else z + self.bias


class Formula(nn.Module):
    def __init__(self, text, *names):
        super().__init__()
        self.code = compile(text.replace("^", "**"), text, "eval")
        self.names = names

    def forward(self, *values):
        functions = {"abs": torch.abs, "max": torch.maximum, "sqrt": torch.sqrt, "log": torch.log}
        return eval(self.code, functions, dict(zip(self.names, values)))


ACTIVATIONS = {
    "identity": lambda: nn.Identity(),
    "sigmoid": lambda: nn.Sigmoid(),
    "tanh": lambda: nn.Tanh(),
    "relu": lambda: nn.ReLU(),
    "leaky_relu": lambda slope=0.01: nn.LeakyReLU(slope),
    "elu": lambda alpha=1.0: nn.ELU(alpha),
    "softplus": lambda beta=1, threshold=20: nn.Softplus(beta, threshold),
    "gelu": lambda: nn.GELU(),
    "silu": lambda: nn.SiLU(),
    "softmax": lambda: nn.Softmax(dim=-1),
}


def layer_of(row):
    name, options = named(row)
    if name == "linear":
        return Linear(options["weight"], options.get("bias", False))
    if name == "formula":
        return Formula(options, "x")
    return ACTIVATIONS[name](**options)


def distribution(y, t):
    return nn.functional.one_hot(t, y.shape[-1]).to(F64) if t.dtype == torch.int64 else t


def loss_of(row):
    """The loss of each sample."""
    name, options = named(row)
    if name == "formula":
        formula = Formula(options, "y", "t")
        return lambda y, t: formula(y, t).sum(-1)
    each = {
        "mse": nn.MSELoss,
        "l1": nn.L1Loss,
        "huber": nn.HuberLoss,
        "binary_cross_entropy": nn.BCELoss,
    }
    if name in each:
        module = each[name](reduction="none", **options)
        return lambda y, t: module(y, t).mean(-1)
    return {
        "half_squared_error": lambda y, t: ((y - t) ** 2).sum(-1) / 2,
        "cross_entropy": nn.CrossEntropyLoss(reduction="none"),
        "categorical_cross_entropy": lambda y, t: -torch.xlogy(distribution(y, t), y).sum(-1),
    }[name]


def optimizer_of(row, parameters):
    name, options = named(row)
    known = {
        "sgd": torch.optim.SGD,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop,
        "adagrad": torch.optim.Adagrad,
    }
    return known[name](parameters, **options)


def targets_of(file):
    name, _ = named(file["loss"])
    targets = file["targets"]
    flat = torch.tensor(targets, dtype=F64)
    samples = isinstance(file["inputs"][0], list)
    classes = name.endswith("cross_entropy") and name != "binary_cross_entropy"
    if classes and flat.dim() == (1 if samples else 0):
        flat = flat.to(torch.int64)
    return flat if samples else flat.unsqueeze(0)


def evaluate(file, network, inputs):
    rows = inputs if inputs.dim() == 2 else inputs.unsqueeze(0)
    losses = loss_of(file["loss"])(network(rows), targets_of(file))
    default = "sum" if named(file["loss"])[0] == "half_squared_error" else "mean"
    return getattr(losses, file.get("reduction", default))()


def answer(file, steps=0):
    inputs = torch.tensor(file["inputs"], dtype=F64, requires_grad=True)
    network = nn.Sequential(*[layer_of(row) for row in file["layers"]])
    loss = evaluate(file, network, inputs)
    loss.backward()
    found = {
        "loss": loss.item(),
        "inputs": inputs.grad.tolist(),
        "tensors": {name: each.grad.tolist() for name, each in network.named_parameters()},
    }
    if steps == 0:
        return found
    optimizer = optimizer_of(file["optimizer"], network.parameters())
    for _ in range(steps):
        optimizer.zero_grad()
        evaluate(file, network, inputs).backward()
        optimizer.step()
    trained = {name: each.tolist() for name, each in network.named_parameters()}
    return {**found, "trained": trained, "last": evaluate(file, network, inputs).item()}


def drawn(file):
    """The float32 numbers of `nn.Linear`s after `manual_seed`, their weights drawn again where a layer says so."""
    torch.manual_seed(file["seed"])
    rows = [(place, named(row)) for place, row in enumerate(file["layers"])]
    linear = [(place, options) for place, (name, options) in rows if name == "linear"]
    made = [
        (place, options, nn.Linear(options["in"], options["out"], bias=options.get("bias", True)))
        for place, options in linear
        if "in" in options
    ]
    for _, options, module in made:
        if "init" in options:
            name, more = named(options["init"])
            with torch.no_grad():
                if name == "kaiming_uniform":
                    nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")
                else:
                    getattr(nn.init, f"{name}_")(module.weight, **more)
    return {
        f"{place}.{name}": each.to(F64).tolist()
        for place, _, module in made
        for name, each in module.named_parameters()
    }


def convention(code):
    """A value and the derivatives by x, and by y, of an expression of PyTorch."""
    x = torch.tensor(code["x"], dtype=F64, requires_grad=True)
    names = {"torch": torch, "nn": nn, "F": nn.functional, "math": math, "x": x}
    value = eval(code["expression"], names).sum()
    value.backward()
    return {"value": value.item(), "gradient": x.grad.tolist()}


JOBS = {"draw": drawn, "convention": convention}


def run(job):
    for name, task in JOBS.items():
        if name in job:
            return task(job[name])
    return answer(job["file"], job.get("steps", 0))


if __name__ == "__main__":
    torch.set_num_threads(1)
    json.dump([run(job) for job in json.load(sys.stdin)], sys.stdout)
