# SPDX-License-Identifier: GPL-2.0
"""Read from the source what the module has: the rows of its tables, and what the tests say they cover.

Nothing here is a list of features: a name counts as present when its row is in the table.
"""

import glob
import os
import re

import cparse


class RegistryError(Exception):
	pass


KINDS = ('cmd', 'helper', 'map', 'prog', 'attach')
# Where a line "covers: kind:name ..." may stand.
TEST_DIRS = ('selftests', 'tools', 'module/tests')
TEST_SUFFIXES = ('.c', '.h', '.py', '.sh', '.txt', '.data', '.bpf.c', '.S')


def _read(path):
	with open(path, encoding='utf-8', errors='replace') as file:
		return file.read()


def _source(top, name):
	path = os.path.join(top, 'module', name)
	return cparse.strip_comments(_read(path)) if os.path.exists(path) else ''


def _sources(top, pattern):
	return {path: cparse.strip_comments(_read(path))
		for path in sorted(glob.glob(os.path.join(top, 'module', pattern), recursive=True))}


def _commands(top):
	return set(re.findall(r'\[SBPF_(\w+)\]\s*=\s*\{', _source(top, 'cmd.c')))


def _helpers(top):
	"""{name: text of its row}. A row in a family that helper.c does not list is an error."""
	listed = re.search(r'define SBPF_HELPER_FAMILIES\(F\)([^\n]*)', cparse.join_lines(_source(top, 'helper.c')))
	families = set(re.findall(r'F\((\w+)\)', listed.group(1))) if listed else set()
	rows = {}
	for path, text in _sources(top, 'helpers/**/*.c').items():
		found = re.findall(r'\[SBPF_FUNC_(\w+)\]\s*=\s*\{(.*?)\n\t\}', text, re.S)
		if not found:
			continue
		names = set(re.findall(r'SBPF_HELPER_FAMILY\((\w+)\)', text))
		if not names or not names <= families:
			raise RegistryError(f'{os.path.relpath(path, top)}: its family is not listed in module/helper.c')
		macros = cparse.macros(text)
		for name, row in found:
			if name in rows:
				raise RegistryError(f'helper {name} has two rows')
			rows[name] = _expand(row, macros)
	return rows


def _expand(row, macros):
	"""A row with the bodies of the macros it uses; arguments of macros are left as they are."""
	for _ in range(3):
		row = re.sub(r'\b([A-Z][A-Z0-9_]+)\b',
			     lambda word: macros.get(word.group(1), (None, word.group(0)))[1], row)
	return row


def row_args(row):
	"""Number of arguments that a helper's row demands."""
	args = re.search(r'\.arg\s*=\s*\{(.*?)\}', row, re.S)
	return len([arg for arg in args.group(1).split(',') if arg.strip()]) if args else 0


def row_is_gpl(row):
	return re.search(r'\bSBPF_HF_GPL\b', row) is not None


def _table(top, file, prefix):
	"""Rows [PREFIX_X] = &something in one table."""
	return set(re.findall(r'\[' + prefix + r'(\w+)\]\s*=\s*&', _source(top, file)))


def _attach(top):
	"""Attach types of the hooks that link.c lists."""
	hooks = re.search(r'hooks\[\]\s*=\s*\{(.*?)\}', _source(top, 'link.c'), re.S)
	listed = set(re.findall(r'&(\w+)', hooks.group(1))) if hooks else set()
	found = {}
	for text in _sources(top, 'attach/*.c').values():
		for name, row in re.findall(r'const struct sbpf_attach (\w+)\s*=\s*\{(.*?)\n\}', text, re.S):
			kind = re.search(r'\.attach_type\s*=\s*SBPF_(\w+)', row)
			if kind:
				found[name] = kind.group(1)
	missing = listed - set(found)
	if missing:
		raise RegistryError(f'hooks without a row in module/attach/: {", ".join(sorted(missing))}')
	return {found[name] for name in listed}


def _prog_types(top):
	"""{program type: the source of its row}"""
	sources = {}
	for path in sorted(glob.glob(os.path.join(top, 'module/prog_types/*.c'))):
		text = _read(path)
		for name in re.findall(r'^const struct sbpf_prog_ops sbpf_(\w+)_prog_type', text, re.M):
			sources[name.upper()] = text
	return {name: sources[name] for name in _table(top, 'prog_type.c', 'SBPF_PROG_TYPE_')}


def runs(row):
	"""Of a program type: may PROG_TEST_RUN run its programs, may a hook?"""
	return '.test_run =' in row, 'SBPF_PT_NO_HOOK' not in row


def present(top):
	"""{kind: {name in lower case: row or ''}}"""
	found = {
		'cmd': dict.fromkeys(_commands(top), ''),
		'helper': _helpers(top),
		'map': dict.fromkeys(_table(top, 'map.c', 'SBPF_MAP_TYPE_'), ''),
		'prog': _prog_types(top),
		'attach': dict.fromkeys(_attach(top), ''),
	}
	return {kind: {name.lower(): row for name, row in rows.items()} for kind, rows in found.items()}


def covers(top):
	"""{(kind, name in lower case): {test, ...}}"""
	found = {}
	for directory in TEST_DIRS:
		for path in sorted(glob.glob(os.path.join(top, directory, '**', '*'), recursive=True)):
			if not path.endswith(TEST_SUFFIXES) or not os.path.isfile(path):
				continue
			test = os.path.relpath(path, top)
			for line in re.findall(r'\bcovers:[ \t]+([^\n]*)', _read(path)):
				for word in line.replace('*/', '').replace(',', ' ').split():
					kind, colon, name = word.partition(':')
					if not colon or kind not in KINDS:
						raise RegistryError(f'{test}: covers: "{word}" is not kind:name')
					found.setdefault((kind, name.lower()), set()).add(test)
	return found


def known_to_verifier(top, row):
	"""Does the verifier know every type of argument and result that a helper's row names?"""
	text = '\n'.join(_sources(top, 'verifier/*.c').values())
	return all(re.search(r'\b' + word + r'\b', text)
		   for word in set(re.findall(r'\bSBPF_(?:ARG|RET)_\w+', row)) - {'SBPF_ARG_NONE', 'SBPF_ARG_MAYBE_NULL'})


def engines(top):
	"""Which of the engines are in the tree."""
	return {name for name in ('interp', 'hostjit')
		if os.path.exists(os.path.join(top, 'module/engine', name + '.c'))}
