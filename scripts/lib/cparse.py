# SPDX-License-Identifier: GPL-2.0
"""A small reader for C headers: enumerators, macros, structures.

It understands what uapi headers contain and nothing more: no preprocessing, no expressions.
It does not know what anything means; that is the business of the scripts that use it.
"""

import re

_TOKEN = re.compile(r'[A-Za-z_]\w*|0[xX][0-9a-fA-F]+\w*|\d\w*|"[^"]*"|[^\sA-Za-z_0-9]')


def strip_comments(text):
    """Text without comments; line structure is kept."""
    def blank(match):
        return '\n' * match.group(0).count('\n') or ' '
    return re.sub(r'/\*.*?\*/|//[^\n]*', blank, text, flags=re.S)


def join_lines(text):
    return re.sub(r'\\\n', ' ', text)


def macros(text):
    """{name: (parameters or None, body)} of every #define that has a body."""
    found = {}
    text = join_lines(strip_comments(text))
    for match in re.finditer(r'^[ \t]*#[ \t]*define[ \t]+(\w+)(\(([^)]*)\))?[ \t]*([^\n]*)$', text, re.M):
        name, paren, params, body = match.groups()
        body = body.strip()
        if not body:
            continue
        found[name] = ([p.strip() for p in params.split(',')] if paren else None, body)
    return found


def _tokens(text):
    text = join_lines(strip_comments(text))
    text = re.sub(r'^[ \t]*#[^\n]*$', '', text, flags=re.M)
    return _TOKEN.findall(text)


def _skip_group(tokens, at):
    """Index after the bracket that closes the one at tokens[at]."""
    pairs = {'{': '}', '(': ')', '[': ']'}
    stack = []
    while at < len(tokens):
        token = tokens[at]
        if token in pairs:
            stack.append(pairs[token])
        elif stack and token == stack[-1]:
            stack.pop()
            if not stack:
                return at + 1
        at += 1
    raise ValueError('unbalanced brackets')


def enumerators(text):
    """Names of all enumerators, in order."""
    tokens = _tokens(text)
    names = []
    at = 0
    while at < len(tokens):
        if tokens[at] != 'enum':
            at += 1
            continue
        at += 1
        while at < len(tokens) and re.match(r'\w', tokens[at]):
            at += 1
        if at >= len(tokens) or tokens[at] != '{':
            continue
        end = _skip_group(tokens, at)
        at += 1
        fresh = True
        while at < end - 1:
            if fresh and re.match(r'[A-Za-z_]', tokens[at]):
                if tokens[at + 1] != '(':	# a macro that makes enumerators
                    names.append(tokens[at])
                fresh = False
            elif tokens[at] == ',':
                fresh = True
            elif tokens[at] in '({[':
                at = _skip_group(tokens, at)
                continue
            at += 1
    return names


class Struct:
    """A structure or union: its members by path, as offsetof() would name them."""

    def __init__(self, kind, name):
        self.kind = kind
        self.name = name
        self.members = []	# (path, bits or None), leaves and named aggregates
        self.flat = True	# no union, no aggregate inside
        self.pad_bits = 0	# unnamed bit-fields

    def paths(self):
        return [path for path, bits in self.members if bits is None]


def _skip_attribute(tokens, at):
    while at < len(tokens) and tokens[at] == '__attribute__':
        at = _skip_group(tokens, at + 1)
    return at


def _body(tokens, at, struct, prefix):
    """Members between the brace at tokens[at] and its partner; index after the partner."""
    end = _skip_group(tokens, at)
    at += 1
    while at < end - 1:
        if tokens[at] in ('struct', 'union') and '{' in (tokens[at + 1], tokens[at + 2]):
            struct.flat = False
            at += 1 if tokens[at + 1] == '{' else 2
            after = _skip_attribute(tokens, _skip_group(tokens, at))
            if tokens[after] == ';':
                _body(tokens, at, struct, prefix)
            else:
                path = prefix + tokens[after]
                struct.members.append((path, None))
                _body(tokens, at, struct, path + '.')
                after = _skip_attribute(tokens, after + 1)
            at = after + 1
            continue
        stop = at
        while tokens[stop] != ';':
            stop = _skip_group(tokens, stop) if tokens[stop] in '([{' else stop + 1
        _member(tokens[at:stop], struct, prefix)
        at = stop + 1
    return end


def _member(tokens, struct, prefix):
    pointer = re.match(r'__s?bpf_md_ptr$', tokens[0])
    if pointer:
        name = tokens[tokens.index(',') + 1]
        struct.flat = False
        struct.members.append((prefix + name, None))
        return
    if ':' in tokens:
        colon = tokens.index(':')
        bits = int(tokens[colon + 1])
        if colon == 0 or tokens[colon - 1].startswith('__'):
            struct.pad_bits += bits
        else:
            struct.members.append((prefix + tokens[colon - 1], bits))
        return
    while '[' in tokens:
        cut = tokens.index('[')
        tokens = tokens[:cut] + tokens[_skip_group(tokens, cut):]
    struct.members.append((prefix + tokens[-1], None))


def structs(text):
    """{name: Struct} of every structure and union with a tag and a body."""
    tokens = _tokens(text)
    found = {}
    at = 0
    while at < len(tokens) - 2:
        if tokens[at] == '{' or tokens[at] == '(':
            at = _skip_group(tokens, at)
        elif tokens[at] in ('struct', 'union') and tokens[at + 2] == '{':
            struct = Struct(tokens[at], tokens[at + 1])
            at = _body(tokens, at + 2, struct, '')
            found[struct.name] = struct
        else:
            at += 1
    return found
