"""The mistakes that a programmer makes in a rule: each as a node of a function's tree, and another
to stand in its place."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from enum import Enum
from typing import Any

Names = dict[str, Any]
Mistake = tuple[str, ast.AST, ast.AST]

COMPARED: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
# What narrows a query: left out, there is more of it.
NARROWING = {"filter", "exclude", "submitted", "accepted", "announced", "posted", "waiting"}
NARROWING |= {"organized_by", "authored_by", "visible_to", "counted_for", "only"}
# Calls whose every positional argument is a condition.
CONDITIONS = {"filter", "exclude", "get", "Q", "get_object_or_404"}
TURNED = {"filter": "exclude", "exclude": "filter", "first": "last", "last": "first"}
TURNED |= {"any": "all", "all": "any", "min": "max", "max": "min"}
# Calls that name a column: another one in its place.
COLUMNS = {"OuterRef", "values", "values_list"}


class _Bare(ast.NodeTransformer):
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        value = node.value or ast.Constant(None)
        return ast.Assign([node.target], value, lineno=node.lineno)


def bare(tree: ast.FunctionDef) -> ast.FunctionDef:
    """A function without docstring, decorators and annotations, in which no mistake matters."""
    new = deepcopy(tree)
    new.decorator_list, new.returns = [], None
    for argument in ast.walk(new.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    if ast.get_docstring(new) is not None:
        new.body = new.body[1:] or [ast.Pass()]
    stripped = _Bare().visit(new)
    assert isinstance(stripped, ast.FunctionDef)
    return stripped


def mistakes(tree: ast.FunctionDef, told: str, names: Names) -> Iterator[Mistake]:
    """Of a function that is bare; `told` is the type of what it returns."""
    for node in (node for statement in tree.body for node in ast.walk(statement)):
        for new in _statement(node):
            yield f"{_said(node)} left out", node, new
        for new in _expression(node, names):
            yield f"{_said(node)} → {_said(new)}", node, new
        if isinstance(node, ast.Call):
            yield from _arguments(node)
        elif isinstance(node, ast.comprehension):
            yield from _filtered(node)
        elif isinstance(node, ast.Return) and node.value is not None:
            yield from _returned(node, node.value, told)


def _returned(node: ast.Return, value: ast.expr, told: str) -> Iterator[Mistake]:
    """Another answer: nothing, or everything."""
    for name, answer in _answers(told, ast.unparse(value)).items():
        other = ast.parse(answer, mode="eval").body
        if ast.dump(other) != ast.dump(value):
            yield f"{_said(node)} → return {name}", node, ast.Return(other)


def _answers(told: str, value: str) -> dict[str, str]:
    if told == "bool":
        return {"True": "True", "False": "False"}
    if "QuerySet" in told:
        model = f"({value}).model"
        everything = f"getattr({model}, 'everywhere', {model}._base_manager).all()"
        return {"None": "None", "no rows": f"({value}).none()", "all rows": everything}
    return {"None": "None"}


def _said(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _with(node: ast.AST, **facts: Any) -> ast.AST:
    """The same, but for these."""
    new = copy(node)
    for name, value in facts.items():
        setattr(new, name, value)
    return new


def _statement(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.Raise, ast.If, ast.Expr, ast.AugAssign)) or (
        isinstance(node, ast.Assign) and not isinstance(node.targets[0], (ast.Name, ast.Tuple))
    ):
        yield ast.Pass()


def _expression(node: ast.AST, names: Names) -> Iterator[ast.AST]:
    make = WITHIN.get(type(node))
    if make is not None:
        yield from make(node)
    elif isinstance(node, ast.Attribute):
        yield from _members(node, node.value, names)


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    if len(node.ops) == 1:
        for other in COMPARED[type(node.ops[0])]:
            yield _with(node, ops=[other()])


def _bool_op(node: ast.BoolOp) -> Iterator[ast.AST]:
    turned = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield _with(node, op=turned)
    for left_out in range(len(node.values)):
        rest = node.values[:left_out] + node.values[left_out + 1 :]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _unary_op(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, (ast.Not, ast.Invert)):
        yield node.operand


def _if(node: ast.If) -> Iterator[ast.AST]:
    for test in _tests(node.test):
        yield _with(node, test=test)


def _if_exp(node: ast.IfExp) -> Iterator[ast.AST]:
    yield node.body
    yield node.orelse


def _bin_op(node: ast.BinOp) -> Iterator[ast.AST]:
    """Sets, querysets and conditions joined; of a sum or a difference, less."""
    if isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        turned = ast.BitOr() if isinstance(node.op, ast.BitAnd) else ast.BitAnd()
        yield _with(node, op=turned)
        yield node.right
    yield node.left


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)


def _tests(test: ast.expr) -> Iterator[ast.expr]:
    yield ast.UnaryOp(ast.Not(), test)
    yield ast.Constant(value=True)
    yield ast.Constant(value=False)


def _without_member(node: ast.Set | ast.List | ast.Tuple) -> Iterator[ast.AST]:
    if isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for left_out in range(len(node.elts)):
        rest = node.elts[:left_out] + node.elts[left_out + 1 :]
        if rest or not isinstance(node, ast.Set):
            yield _with(node, elts=rest)


def _members(node: ast.Attribute, kind: ast.expr, names: Names) -> Iterator[ast.AST]:
    """Every other member of an enumeration."""
    if not isinstance(kind, (ast.Name, ast.Attribute)):
        return
    try:
        member = eval(ast.unparse(node), names)  # noqa: S307 (an expression of our own code)
    except (NameError, AttributeError):
        return
    for other in type(member) if isinstance(member, Enum) else ():
        if other is not member:
            yield ast.Attribute(kind, other.name, ast.Load())


def _name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name, function = _name(node), node.func
    if name in TURNED and isinstance(function, ast.Attribute):
        yield _with(node, func=_with(function, attr=TURNED[name]))
    elif name in TURNED:
        yield _with(node, func=ast.Name(TURNED[name], ast.Load()))
    if name in NARROWING and isinstance(function, ast.Attribute):
        all_of_it = ast.Attribute(function.value, "all", ast.Load())
        yield ast.Call(all_of_it, [], [])
    if name == "Exists":
        yield ast.UnaryOp(ast.Invert(), node)
    match node.args:
        case [ast.Constant(value=column), *others] if name in COLUMNS and column != "pk":
            yield _with(node, args=[ast.Constant("pk"), *others])


WITHIN: dict[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary_op,
    ast.If: _if,
    ast.IfExp: _if_exp,
    ast.BinOp: _bin_op,
    ast.Set: _without_member,
    ast.List: _without_member,
    ast.Tuple: _without_member,
    ast.Constant: _constant,
    ast.Call: _call,
}


def _arguments(node: ast.Call) -> Iterator[Mistake]:
    """Without one of its conditions."""
    name = _name(node)
    first = 1 if name == "get_object_or_404" else 0
    for n, argument in enumerate(node.args):
        if name in CONDITIONS and n >= first:
            new = _with(node, args=[*node.args[:n], *node.args[n + 1 :]])
            yield f"{name}() without {_said(argument)}", node, new
    for n, keyword in enumerate(node.keywords):
        if name.islower() or name == "Q":
            new = _with(node, keywords=[*node.keywords[:n], *node.keywords[n + 1 :]])
            yield f"{name}() without {keyword.arg}={_said(keyword.value)}", node, new


def _filtered(node: ast.comprehension) -> Iterator[Mistake]:
    for n, test in enumerate(node.ifs):
        for other in [ast.UnaryOp(ast.Not(), test), ast.Constant(value=True)]:
            new = _with(node, ifs=[*node.ifs[:n], other, *node.ifs[n + 1 :]])
            yield f"if {_said(test)} → if {_said(other)}", node, new
