/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What module exit needs of the socket filters.
 */
#ifndef SBPF_ATTACH_SOCKET_H
#define SBPF_ATTACH_SOCKET_H

void sbpf_socket_exit(void);

#endif /* SBPF_ATTACH_SOCKET_H */
