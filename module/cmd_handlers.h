/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The handlers of the command table: cmd_<command in lower case>(). Each takes attributes the dispatcher has checked for
 * size and tail, runs in process context, and returns what bpf(2) returns.
 */
#ifndef SBPF_CMD_HANDLERS_H
#define SBPF_CMD_HANDLERS_H

#include "cmd.h"

/* cmd_map.c */
int cmd_map_create(struct sbpf_call *call);
int cmd_map_lookup_elem(struct sbpf_call *call);
int cmd_map_update_elem(struct sbpf_call *call);
int cmd_map_delete_elem(struct sbpf_call *call);
int cmd_map_get_next_key(struct sbpf_call *call);
int cmd_map_freeze(struct sbpf_call *call);
int cmd_map_lookup_and_delete_elem(struct sbpf_call *call);

/* cmd_batch.c */
int cmd_map_lookup_batch(struct sbpf_call *call);
int cmd_map_lookup_and_delete_batch(struct sbpf_call *call);
int cmd_map_update_batch(struct sbpf_call *call);
int cmd_map_delete_batch(struct sbpf_call *call);

/* cmd_prog.c */
int cmd_prog_load(struct sbpf_call *call);
int cmd_prog_test_run(struct sbpf_call *call);
int cmd_prog_bind_map(struct sbpf_call *call);
int cmd_enable_stats(struct sbpf_call *call);

/* cmd_btf.c */
int cmd_btf_load(struct sbpf_call *call);

/* cmd_link.c */
int cmd_link_create(struct sbpf_call *call);
int cmd_link_update(struct sbpf_call *call);
int cmd_link_detach(struct sbpf_call *call);
int cmd_raw_tracepoint_open(struct sbpf_call *call);

/* cmd_obj.c */
int cmd_obj_pin(struct sbpf_call *call);
int cmd_obj_get(struct sbpf_call *call);
int cmd_prog_get_next_id(struct sbpf_call *call);
int cmd_map_get_next_id(struct sbpf_call *call);
int cmd_link_get_next_id(struct sbpf_call *call);
int cmd_btf_get_next_id(struct sbpf_call *call);
int cmd_prog_get_fd_by_id(struct sbpf_call *call);
int cmd_map_get_fd_by_id(struct sbpf_call *call);
int cmd_link_get_fd_by_id(struct sbpf_call *call);
int cmd_btf_get_fd_by_id(struct sbpf_call *call);
int cmd_obj_get_info_by_fd(struct sbpf_call *call);

/* attach/perf_event.c */
int cmd_perf_event_set_prog(struct sbpf_call *call);

/* attach/socket.c */
int cmd_sock_attach_prog(struct sbpf_call *call);

#endif /* SBPF_CMD_HANDLERS_H */
