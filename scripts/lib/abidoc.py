# SPDX-License-Identifier: GPL-2.0
"""Read the reference text that stands above each command and helper in uapi/linux/sandbpf/.

A block looks like this; everything but the first line, "Return:" and "Since:" is optional:

	/**
	 * SBPF_FUNC_strncmp - compare text with a constant
	 * @proto: long bpf_strncmp(const char *s1, __u32 s1_sz, const char *s2)
	 * @s1: text, need not end in zero
	 *   (two more spaces continue a line)
	 *
	 * Text.
	 *
	 * Return: 0, or a negative errno:
	 *   -EINVAL: why
	 * Programs: all
	 * Context: any
	 * Since: Linux 5.17
	 */
	SBPF_FUNC_strncmp = 182,
"""

import glob
import os
import re

import cparse


class DocError(Exception):
	pass


class Entry:
	"""One command or helper."""

	def __init__(self, name, number, path, line):
		self.name = name	# without SBPF_ or SBPF_FUNC_
		self.number = number	# text right of the '='
		self.path = path
		self.line = line
		self.short = None
		self.proto = None
		self.args = []		# (name, text)
		self.text = []		# paragraphs
		self.result = None
		self.errors = []	# (errno with its sign, text)
		self.fields = {}	# Programs, Context, Privilege, Since

	def fail(self, what):
		raise DocError(f'{self.path}:{self.line}: {self.name}: {what}')


FIELDS = ('Return', 'Programs', 'Context', 'Privilege', 'Since')
BLOCK = re.compile(r'/\*\*\n(.*?)\*/\s*\n[ \t]*SBPF_(\w+) = ([^,]+),', re.S)


def _lines(body):
	"""Logical lines: a line that starts with two more spaces continues the one before."""
	lines = []
	for raw in body.split('\n'):
		line = re.sub(r'^[ \t]*\* ?', '', raw).rstrip()
		if not line.strip():
			lines.append('')
		elif line.startswith('    ') and lines and lines[-1]:
			lines[-1] += ' ' + line.strip()
		elif re.match(r'  (?!-E[A-Z0-9]+: )', line) and lines and lines[-1]:
			lines[-1] += ' ' + line.strip()
		else:
			lines.append(line)
	return lines


def _fill(entry, title, lines):
	head = re.match(r'(\w+) - (.+)$', lines[0])
	if not head or head.group(1) != title:
		entry.fail(f'the first line must be "{title} - what it does"')
	entry.short = head.group(2)
	paragraph = []
	for line in lines[1:] + ['']:
		arg = re.match(r'@(\.\.\.|[\w.]+): (.+)$', line)
		field = re.match(r'(\w+): (.+)$', line)
		error = re.match(r'  (-E[A-Z0-9]+): (.+)$', line)
		if not line:
			if paragraph:
				entry.text.append(' '.join(paragraph))
			paragraph = []
		elif arg and arg.group(1) == 'proto' and not entry.proto and not entry.args:
			entry.proto = arg.group(2)
		elif arg:
			entry.args.append((arg.group(1), arg.group(2)))
		elif field and field.group(1) == 'Return':
			entry.result = field.group(2)
		elif field and field.group(1) in FIELDS:
			entry.fields[field.group(1)] = field.group(2)
		elif error:
			entry.errors.append((error.group(1), error.group(2)))
		else:
			paragraph.append(line)
	if not entry.result or 'Since' not in entry.fields:
		entry.fail('Return: or Since: is missing')


def _entries(path, prefix):
	with open(path, encoding='utf-8') as file:
		text = file.read()
	for match in BLOCK.finditer(text):
		body, name, number = match.groups()
		if not name.startswith(prefix):
			continue
		entry = Entry(name[len(prefix):], number.strip(), os.path.basename(path),
			      text.count('\n', 0, match.start()) + 1)
		lines = _lines(body)
		while lines and not lines[-1]:
			lines.pop()
		_fill(entry, 'SBPF_' + name, lines)
		yield entry


def split_proto(entry):
	"""(result type, [parameter, ...]) of a helper's prototype."""
	match = re.match(r'(.+?)\s*(\**)bpf_(\w+)\((.*)\)$', entry.proto or '')
	if not match or match.group(3) != entry.name:
		entry.fail('@proto does not fit the name')
	params = [p.strip() for p in match.group(4).split(',')]
	return (match.group(1) + (' ' + match.group(2) if match.group(2) else ''), params)


def commands(top):
	"""Commands in order of their numbers; all of them must be documented."""
	found = []
	names = set()
	for file_name in ('cmd.h', 'cmd_own.h'):
		path = os.path.join(top, 'uapi/linux/sandbpf', file_name)
		found += _entries(path, '')
		with open(path, encoding='utf-8') as file:
			names |= set(re.findall(r'^\tSBPF_(\w+) = (?!SBPF_PROG_TEST_RUN)', file.read(), re.M))
	missing = names - {entry.name for entry in found}
	if missing:
		raise DocError(f'commands: not documented: {", ".join(sorted(missing))}')
	with open(os.path.join(top, 'uapi/linux/sandbpf/attr.h'), encoding='utf-8') as file:
		members = set(cparse.structs(file.read())['sbpf_attr'].paths())
	for entry in found:
		if 'Privilege' not in entry.fields:
			entry.fail('Privilege: is missing')
		for name, _ in entry.args:
			if name not in members:
				entry.fail(f'union sbpf_attr has no member {name}')
	return found


def helpers(top):
	"""Helpers in order of their numbers; all of them must be documented."""
	found = []
	names = set()
	for path in sorted(glob.glob(os.path.join(top, 'uapi/linux/sandbpf/helpers_*.h'))):
		found += _entries(path, 'FUNC_')
		with open(path, encoding='utf-8') as file:
			names |= set(re.findall(r'^\tSBPF_FUNC_(\w+) =', file.read(), re.M))
	missing = names - {entry.name for entry in found}
	if missing:
		raise DocError(f'helpers: not documented: {", ".join(sorted(missing))}')
	for entry in found:
		_, params = split_proto(entry)
		wanted = [re.search(r'(\w+|\.\.\.)$', p).group(1) for p in params if p != 'void']
		if wanted != [name for name, _ in entry.args]:
			entry.fail('the arguments described are not those of @proto')
		for field in ('Programs', 'Context'):
			if field not in entry.fields:
				entry.fail(f'{field}: is missing')
	found.sort(key=lambda entry: int(entry.number))
	if [int(entry.number) for entry in found] != list(range(1, len(found) + 1)):
		raise DocError('helpers: numbers have a hole or a double')
	return found
