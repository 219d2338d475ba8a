/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Made by scripts/gen-docs from uapi/linux/sandbpf/helpers_*.h. Do not edit.
 *
 * The helpers as programs call them: each is a pointer with the value of the helper's number, which
 * the compiler turns into a call instruction. What they do is in sandbpf-helpers(7).
 */
#ifndef SANDBPF_HELPER_DEFS_H
#define SANDBPF_HELPER_DEFS_H

#include <linux/sandbpf.h>

struct cgroup;
struct file;
struct inode;
struct iphdr;
struct ipv6hdr;
struct linux_binprm;
struct mptcp_sock;
struct path;
struct seq_file;
struct socket;
struct task_struct;
struct tcp6_sock;
struct tcp_request_sock;
struct tcp_sock;
struct tcp_timewait_sock;
struct tcphdr;
struct udp6_sock;
struct unix_sock;

/* find the value stored under a key */
static void *(*const bpf_map_lookup_elem)(void *map, const void *key) =
	(void *)1;

/* create or replace an element */
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value, __u64 flags) =
	(void *)2;

/* remove an element */
static long (*const bpf_map_delete_elem)(void *map, const void *key) =
	(void *)3;

/* read memory, kernel or user */
static long (*const bpf_probe_read)(void *dst, __u32 size, const void *unsafe_ptr) =
	(void *)4;

/* time since boot without suspend */
static __u64 (*const bpf_ktime_get_ns)(void) =
	(void *)5;

/* print a line into the trace */
static long (*const bpf_trace_printk)(const char *fmt, __u32 fmt_size, ...) =
	(void *)6;

/* pseudo-random number */
static __u32 (*const bpf_get_prandom_u32)(void) =
	(void *)7;

/* number of the running CPU */
static __u32 (*const bpf_get_smp_processor_id)(void) =
	(void *)8;

/* write bytes into a packet */
static long (*const bpf_skb_store_bytes)(struct __sbpf_sk_buff *skb, __u32 offset, const void *from, __u32 len, __u64 flags) =
	(void *)9;

/* adjust a network header's checksum */
static long (*const bpf_l3_csum_replace)(struct __sbpf_sk_buff *skb, __u32 offset, __u64 from, __u64 to, __u64 flags) =
	(void *)10;

/* adjust a transport header's checksum */
static long (*const bpf_l4_csum_replace)(struct __sbpf_sk_buff *skb, __u32 offset, __u64 from, __u64 to, __u64 flags) =
	(void *)11;

/* go on in another program */
static long (*const bpf_tail_call)(void *ctx, void *prog_array_map, __u32 index) =
	(void *)12;

/* send a copy of a packet to a device */
static long (*const bpf_clone_redirect)(struct __sbpf_sk_buff *skb, __u32 ifindex, __u64 flags) =
	(void *)13;

/* ids of the current thread and process */
static __u64 (*const bpf_get_current_pid_tgid)(void) =
	(void *)14;

/* user and group of the current task */
static __u64 (*const bpf_get_current_uid_gid)(void) =
	(void *)15;

/* name of the current task */
static long (*const bpf_get_current_comm)(void *buf, __u32 size_of_buf) =
	(void *)16;

/* net_cls class of the sender */
static __u32 (*const bpf_get_cgroup_classid)(struct __sbpf_sk_buff *skb) =
	(void *)17;

/* put a VLAN tag on a packet */
static long (*const bpf_skb_vlan_push)(struct __sbpf_sk_buff *skb, __be16 vlan_proto, __u16 vlan_tci) =
	(void *)18;

/* take the outer VLAN tag off a packet */
static long (*const bpf_skb_vlan_pop)(struct __sbpf_sk_buff *skb) =
	(void *)19;

/* tunnel a packet came through */
static long (*const bpf_skb_get_tunnel_key)(struct __sbpf_sk_buff *skb, struct sbpf_tunnel_key *key, __u32 size, __u64 flags) =
	(void *)20;

/* choose the tunnel a packet goes through */
static long (*const bpf_skb_set_tunnel_key)(struct __sbpf_sk_buff *skb, struct sbpf_tunnel_key *key, __u32 size, __u64 flags) =
	(void *)21;

/* value of a counter, old form */
static __u64 (*const bpf_perf_event_read)(void *map, __u64 flags) =
	(void *)22;

/* send a packet to a device when the program ends */
static long (*const bpf_redirect)(__u32 ifindex, __u64 flags) =
	(void *)23;

/* realm of the route a packet takes */
static __u32 (*const bpf_get_route_realm)(struct __sbpf_sk_buff *skb) =
	(void *)24;

/* send a record through a perf ring buffer */
static long (*const bpf_perf_event_output)(void *ctx, void *map, __u64 flags, void *data, __u64 size) =
	(void *)25;

/* read bytes of a packet */
static long (*const bpf_skb_load_bytes)(const void *skb, __u32 offset, void *to, __u32 len) =
	(void *)26;

/* store the stack and get a number for it */
static long (*const bpf_get_stackid)(void *ctx, void *map, __u64 flags) =
	(void *)27;

/* checksum of a change */
static __s64 (*const bpf_csum_diff)(__be32 *from, __u32 from_size, __be32 *to, __u32 to_size, __wsum seed) =
	(void *)28;

/* tunnel options a packet came with */
static long (*const bpf_skb_get_tunnel_opt)(struct __sbpf_sk_buff *skb, void *opt, __u32 size) =
	(void *)29;

/* options for the tunnel a packet goes through */
static long (*const bpf_skb_set_tunnel_opt)(struct __sbpf_sk_buff *skb, void *opt, __u32 size) =
	(void *)30;

/* turn an IPv4 packet into IPv6 or back */
static long (*const bpf_skb_change_proto)(struct __sbpf_sk_buff *skb, __be16 proto, __u64 flags) =
	(void *)31;

/* set who a packet is for */
static long (*const bpf_skb_change_type)(struct __sbpf_sk_buff *skb, __u32 type) =
	(void *)32;

/* does a packet's socket belong to a cgroup */
static long (*const bpf_skb_under_cgroup)(struct __sbpf_sk_buff *skb, void *map, __u32 index) =
	(void *)33;

/* flow hash of a packet, computed if needed */
static __u32 (*const bpf_get_hash_recalc)(struct __sbpf_sk_buff *skb) =
	(void *)34;

/* address of the current task's task_struct */
static __u64 (*const bpf_get_current_task)(void) =
	(void *)35;

/* write memory of the current process */
static long (*const bpf_probe_write_user)(void *dst, const void *src, __u32 len) =
	(void *)36;

/* is the current task below a cgroup */
static long (*const bpf_current_task_under_cgroup)(void *map, __u32 index) =
	(void *)37;

/* cut or extend a packet */
static long (*const bpf_skb_change_tail)(struct __sbpf_sk_buff *skb, __u32 len, __u64 flags) =
	(void *)38;

/* make packet bytes directly accessible */
static long (*const bpf_skb_pull_data)(struct __sbpf_sk_buff *skb, __u32 len) =
	(void *)39;

/* add to the checksum a device computed */
static __s64 (*const bpf_csum_update)(struct __sbpf_sk_buff *skb, __wsum csum) =
	(void *)40;

/* forget a packet's flow hash */
static void (*const bpf_set_hash_invalid)(struct __sbpf_sk_buff *skb) =
	(void *)41;

/* NUMA node of the running CPU */
static long (*const bpf_get_numa_node_id)(void) =
	(void *)42;

/* make room in front of a packet */
static long (*const bpf_skb_change_head)(struct __sbpf_sk_buff *skb, __u32 len, __u64 flags) =
	(void *)43;

/* move the start of a frame */
static long (*const bpf_xdp_adjust_head)(struct sbpf_xdp_md *xdp_md, int delta) =
	(void *)44;

/* read a string, kernel or user */
static long (*const bpf_probe_read_str)(void *dst, __u32 size, const void *unsafe_ptr) =
	(void *)45;

/* number that identifies a socket */
static __u64 (*const bpf_get_socket_cookie)(void *ctx) =
	(void *)46;

/* owner of a packet's socket */
static __u32 (*const bpf_get_socket_uid)(struct __sbpf_sk_buff *skb) =
	(void *)47;

/* set a packet's flow hash */
static long (*const bpf_set_hash)(struct __sbpf_sk_buff *skb, __u32 hash) =
	(void *)48;

/* set a socket option */
static long (*const bpf_setsockopt)(void *bpf_socket, int level, int optname, void *optval, int optlen) =
	(void *)49;

/* add or remove bytes after a header */
static long (*const bpf_skb_adjust_room)(struct __sbpf_sk_buff *skb, __s32 len_diff, __u32 mode, __u64 flags) =
	(void *)50;

/* send a frame to an entry of a map */
static long (*const bpf_redirect_map)(void *map, __u64 key, __u64 flags) =
	(void *)51;

/* pass stream data to a socket of an array */
static long (*const bpf_sk_redirect_map)(struct __sbpf_sk_buff *skb, void *map, __u32 key, __u64 flags) =
	(void *)52;

/* put the current socket into an array */
static long (*const bpf_sock_map_update)(struct sbpf_sock_ops *skops, void *map, void *key, __u64 flags) =
	(void *)53;

/* move the start of the metadata */
static long (*const bpf_xdp_adjust_meta)(struct sbpf_xdp_md *xdp_md, int delta) =
	(void *)54;

/* value and times of a counter */
static long (*const bpf_perf_event_read_value)(void *map, __u64 flags, struct sbpf_perf_event_value *buf, __u32 buf_size) =
	(void *)55;

/* value and times of the event that triggered the program */
static long (*const bpf_perf_prog_read_value)(void *ctx, struct sbpf_perf_event_value *buf, __u32 buf_size) =
	(void *)56;

/* read a socket option */
static long (*const bpf_getsockopt)(void *bpf_socket, int level, int optname, void *optval, int optlen) =
	(void *)57;

/* let the probed function return at once */
static long (*const bpf_override_return)(void *regs, __u64 rc) =
	(void *)58;

/* choose the events a TCP socket reports */
static long (*const bpf_sock_ops_cb_flags_set)(void *bpf_sock, int argval) =
	(void *)59;

/* pass a message to a socket of an array */
static long (*const bpf_msg_redirect_map)(struct sbpf_sk_msg_md *msg, void *map, __u32 key, __u64 flags) =
	(void *)60;

/* let the verdict hold for a number of bytes */
static long (*const bpf_msg_apply_bytes)(struct sbpf_sk_msg_md *msg, __u32 bytes) =
	(void *)61;

/* wait for a number of bytes */
static long (*const bpf_msg_cork_bytes)(struct sbpf_sk_msg_md *msg, __u32 bytes) =
	(void *)62;

/* make message bytes directly accessible */
static long (*const bpf_msg_pull_data)(struct sbpf_sk_msg_md *msg, __u32 start, __u32 end, __u64 flags) =
	(void *)63;

/* bind a connecting socket to an address */
static long (*const bpf_bind)(void *ctx, void *addr, int addr_len) =
	(void *)64;

/* move the end of a frame */
static long (*const bpf_xdp_adjust_tail)(struct sbpf_xdp_md *xdp_md, int delta) =
	(void *)65;

/* IPsec state a packet came through */
static long (*const bpf_skb_get_xfrm_state)(struct __sbpf_sk_buff *skb, __u32 index, struct sbpf_xfrm_state *xfrm_state, __u32 size, __u64 flags) =
	(void *)66;

/* copy the stack into a buffer */
static long (*const bpf_get_stack)(void *ctx, void *buf, __u32 size, __u64 flags) =
	(void *)67;

/* read bytes from a header on */
static long (*const bpf_skb_load_bytes_relative)(const void *skb, __u32 offset, void *to, __u32 len, __u32 start_header) =
	(void *)68;

/* ask the routing tables */
static long (*const bpf_fib_lookup)(void *ctx, struct sbpf_fib_lookup *params, int plen, __u32 flags) =
	(void *)69;

/* put the current socket into a hash */
static long (*const bpf_sock_hash_update)(struct sbpf_sock_ops *skops, void *map, void *key, __u64 flags) =
	(void *)70;

/* pass a message to a socket of a hash */
static long (*const bpf_msg_redirect_hash)(struct sbpf_sk_msg_md *msg, void *map, void *key, __u64 flags) =
	(void *)71;

/* pass stream data to a socket of a hash */
static long (*const bpf_sk_redirect_hash)(struct __sbpf_sk_buff *skb, void *map, void *key, __u64 flags) =
	(void *)72;

/* put a header in front of a packet */
static long (*const bpf_lwt_push_encap)(struct __sbpf_sk_buff *skb, __u32 type, void *hdr, __u32 len) =
	(void *)73;

/* write into a segment routing header */
static long (*const bpf_lwt_seg6_store_bytes)(struct __sbpf_sk_buff *skb, __u32 offset, const void *from, __u32 len) =
	(void *)74;

/* grow or shrink the TLVs of a segment routing header */
static long (*const bpf_lwt_seg6_adjust_srh)(struct __sbpf_sk_buff *skb, __u32 offset, __s32 delta) =
	(void *)75;

/* do a segment routing action */
static long (*const bpf_lwt_seg6_action)(struct __sbpf_sk_buff *skb, __u32 action, void *param, __u32 param_len) =
	(void *)76;

/* report that a remote control's key is still held */
static long (*const bpf_rc_repeat)(void *ctx) =
	(void *)77;

/* report a key of a remote control */
static long (*const bpf_rc_keydown)(void *ctx, __u32 protocol, __u64 scancode, __u32 toggle) =
	(void *)78;

/* cgroup of a packet's socket */
static __u64 (*const bpf_skb_cgroup_id)(struct __sbpf_sk_buff *skb) =
	(void *)79;

/* id of the current task's cgroup */
static __u64 (*const bpf_get_current_cgroup_id)(void) =
	(void *)80;

/* storage of the cgroup a program is attached to */
static void *(*const bpf_get_local_storage)(void *map, __u64 flags) =
	(void *)81;

/* choose a listener of a reuseport group */
static long (*const bpf_sk_select_reuseport)(struct sbpf_sk_reuseport_md *reuse, void *map, void *key, __u64 flags) =
	(void *)82;

/* cgroup above that of a packet's socket */
static __u64 (*const bpf_skb_ancestor_cgroup_id)(struct __sbpf_sk_buff *skb, int ancestor_level) =
	(void *)83;

/* find a TCP socket */
static struct sbpf_sock *(*const bpf_sk_lookup_tcp)(void *ctx, struct sbpf_sock_tuple *tuple, __u32 tuple_size, __u64 netns, __u64 flags) =
	(void *)84;

/* find a UDP socket */
static struct sbpf_sock *(*const bpf_sk_lookup_udp)(void *ctx, struct sbpf_sock_tuple *tuple, __u32 tuple_size, __u64 netns, __u64 flags) =
	(void *)85;

/* give a socket reference back */
static long (*const bpf_sk_release)(void *sock) =
	(void *)86;

/* append to a queue or stack, add to a bloom filter */
static long (*const bpf_map_push_elem)(void *map, const void *value, __u64 flags) =
	(void *)87;

/* take the next element out of a queue or stack */
static long (*const bpf_map_pop_elem)(void *map, void *value) =
	(void *)88;

/* look at the next element, or ask a bloom filter */
static long (*const bpf_map_peek_elem)(void *map, void *value) =
	(void *)89;

/* insert bytes into a message */
static long (*const bpf_msg_push_data)(struct sbpf_sk_msg_md *msg, __u32 start, __u32 len, __u64 flags) =
	(void *)90;

/* remove bytes from a message */
static long (*const bpf_msg_pop_data)(struct sbpf_sk_msg_md *msg, __u32 start, __u32 len, __u64 flags) =
	(void *)91;

/* report a movement of a remote control's pointer */
static long (*const bpf_rc_pointer_rel)(void *ctx, __s32 rel_x, __s32 rel_y) =
	(void *)92;

/* lock a value against others */
static long (*const bpf_spin_lock)(struct sbpf_spin_lock *lock) =
	(void *)93;

/* unlock a value */
static long (*const bpf_spin_unlock)(struct sbpf_spin_lock *lock) =
	(void *)94;

/* check that a socket has all fields */
static struct sbpf_sock *(*const bpf_sk_fullsock)(struct sbpf_sock *sk) =
	(void *)95;

/* get at the TCP fields of a socket */
static struct sbpf_tcp_sock *(*const bpf_tcp_sock)(struct sbpf_sock *sk) =
	(void *)96;

/* mark congestion in the IP header */
static long (*const bpf_skb_ecn_set_ce)(struct __sbpf_sk_buff *skb) =
	(void *)97;

/* find the listener behind a half-open connection */
static struct sbpf_sock *(*const bpf_get_listener_sock)(struct sbpf_sock *sk) =
	(void *)98;

/* find a TCP socket of any kind */
static struct sbpf_sock *(*const bpf_skc_lookup_tcp)(void *ctx, struct sbpf_sock_tuple *tuple, __u32 tuple_size, __u64 netns, __u64 flags) =
	(void *)99;

/* is this ACK the answer to a SYN cookie */
static long (*const bpf_tcp_check_syncookie)(void *sk, void *iph, __u32 iph_len, void *th, __u32 th_len) =
	(void *)100;

/* name of the file below /proc/sys */
static long (*const bpf_sysctl_get_name)(struct sbpf_sysctl *ctx, char *buf, __u64 buf_len, __u64 flags) =
	(void *)101;

/* value the file has */
static long (*const bpf_sysctl_get_current_value)(struct sbpf_sysctl *ctx, char *buf, __u64 buf_len) =
	(void *)102;

/* value that user space writes */
static long (*const bpf_sysctl_get_new_value)(struct sbpf_sysctl *ctx, char *buf, __u64 buf_len) =
	(void *)103;

/* write another value */
static long (*const bpf_sysctl_set_new_value)(struct sbpf_sysctl *ctx, const char *buf, __u64 buf_len) =
	(void *)104;

/* convert text to a signed number */
static long (*const bpf_strtol)(const char *buf, __u64 buf_len, __u64 flags, long *res) =
	(void *)105;

/* convert text to an unsigned number */
static long (*const bpf_strtoul)(const char *buf, __u64 buf_len, __u64 flags, unsigned long *res) =
	(void *)106;

/* storage of a socket */
static void *(*const bpf_sk_storage_get)(void *map, void *sk, void *value, __u64 flags) =
	(void *)107;

/* drop the storage of a socket */
static long (*const bpf_sk_storage_delete)(void *map, void *sk) =
	(void *)108;

/* send a signal to the current process */
static long (*const bpf_send_signal)(__u32 sig) =
	(void *)109;

/* make a SYN cookie for a SYN */
static __s64 (*const bpf_tcp_gen_syncookie)(void *sk, void *iph, __u32 iph_len, void *th, __u32 th_len) =
	(void *)110;

/* send a record and packet bytes from a tracing program */
static long (*const bpf_skb_output)(void *ctx, void *map, __u64 flags, void *data, __u64 size) =
	(void *)111;

/* read memory of the current process */
static long (*const bpf_probe_read_user)(void *dst, __u32 size, const void *unsafe_ptr) =
	(void *)112;

/* read kernel memory */
static long (*const bpf_probe_read_kernel)(void *dst, __u32 size, const void *unsafe_ptr) =
	(void *)113;

/* read a string of the current process */
static long (*const bpf_probe_read_user_str)(void *dst, __u32 size, const void *unsafe_ptr) =
	(void *)114;

/* read a string in kernel memory */
static long (*const bpf_probe_read_kernel_str)(void *dst, __u32 size, const void *unsafe_ptr) =
	(void *)115;

/* send an ACK from congestion control */
static long (*const bpf_tcp_send_ack)(void *tp, __u32 rcv_nxt) =
	(void *)116;

/* send a signal to the current thread */
static long (*const bpf_send_signal_thread)(__u32 sig) =
	(void *)117;

/* timer ticks since boot */
static __u64 (*const bpf_jiffies64)(void) =
	(void *)118;

/* branches recorded with the sample */
static long (*const bpf_read_branch_records)(void *ctx, void *buf, __u32 size, __u64 flags) =
	(void *)119;

/* ids as a pid namespace numbers them */
static long (*const bpf_get_ns_current_pid_tgid)(__u64 dev, __u64 ino, struct sbpf_pidns_info *nsdata, __u32 size) =
	(void *)120;

/* send a record and frame bytes from a tracing program */
static long (*const bpf_xdp_output)(void *ctx, void *map, __u64 flags, void *data, __u64 size) =
	(void *)121;

/* number that identifies a network namespace */
static __u64 (*const bpf_get_netns_cookie)(void *ctx) =
	(void *)122;

/* id of a cgroup above the current task's */
static __u64 (*const bpf_get_current_ancestor_cgroup_id)(int ancestor_level) =
	(void *)123;

/* choose the socket for a packet */
static long (*const bpf_sk_assign)(void *ctx, void *sk, __u64 flags) =
	(void *)124;

/* time since boot with suspend */
static __u64 (*const bpf_ktime_get_boot_ns)(void) =
	(void *)125;

/* print formatted into an iterator's output */
static long (*const bpf_seq_printf)(struct seq_file *m, const char *fmt, __u32 fmt_size, const void *data, __u32 data_len) =
	(void *)126;

/* write bytes into an iterator's output */
static long (*const bpf_seq_write)(struct seq_file *m, const void *data, __u32 len) =
	(void *)127;

/* cgroup of a socket */
static __u64 (*const bpf_sk_cgroup_id)(void *sk) =
	(void *)128;

/* cgroup above that of a socket */
static __u64 (*const bpf_sk_ancestor_cgroup_id)(void *sk, int ancestor_level) =
	(void *)129;

/* copy a record into a ring buffer */
static long (*const bpf_ringbuf_output)(void *ringbuf, void *data, __u64 size, __u64 flags) =
	(void *)130;

/* get room for a record in a ring buffer */
static void *(*const bpf_ringbuf_reserve)(void *ringbuf, __u64 size, __u64 flags) =
	(void *)131;

/* hand a reserved record to the reader */
static void (*const bpf_ringbuf_submit)(void *data, __u64 flags) =
	(void *)132;

/* give up a reserved record */
static void (*const bpf_ringbuf_discard)(void *data, __u64 flags) =
	(void *)133;

/* ask for the state of a ring buffer */
static __u64 (*const bpf_ringbuf_query)(void *ringbuf, __u64 flags) =
	(void *)134;

/* change how many checksums count as checked */
static long (*const bpf_csum_level)(struct __sbpf_sk_buff *skb, __u64 level) =
	(void *)135;

/* see a socket as a tcp6_sock */
static struct tcp6_sock *(*const bpf_skc_to_tcp6_sock)(void *sk) =
	(void *)136;

/* see a socket as a tcp_sock */
static struct tcp_sock *(*const bpf_skc_to_tcp_sock)(void *sk) =
	(void *)137;

/* see a socket as a tcp_timewait_sock */
static struct tcp_timewait_sock *(*const bpf_skc_to_tcp_timewait_sock)(void *sk) =
	(void *)138;

/* see a socket as a tcp_request_sock */
static struct tcp_request_sock *(*const bpf_skc_to_tcp_request_sock)(void *sk) =
	(void *)139;

/* see a socket as a udp6_sock */
static struct udp6_sock *(*const bpf_skc_to_udp6_sock)(void *sk) =
	(void *)140;

/* copy the stack of a task into a buffer */
static long (*const bpf_get_task_stack)(struct task_struct *task, void *buf, __u32 size, __u64 flags) =
	(void *)141;

/* find a TCP option */
static long (*const bpf_load_hdr_opt)(void *skops, void *searchby_res, __u32 len, __u64 flags) =
	(void *)142;

/* write a TCP option */
static long (*const bpf_store_hdr_opt)(void *skops, const void *from, __u32 len, __u64 flags) =
	(void *)143;

/* reserve room for TCP options */
static long (*const bpf_reserve_hdr_opt)(void *skops, __u32 len, __u64 flags) =
	(void *)144;

/* storage of an inode */
static void *(*const bpf_inode_storage_get)(void *map, void *inode, void *value, __u64 flags) =
	(void *)145;

/* drop the storage of an inode */
static int (*const bpf_inode_storage_delete)(void *map, void *inode) =
	(void *)146;

/* path of a file */
static long (*const bpf_d_path)(struct path *path, char *buf, __u32 sz) =
	(void *)147;

/* read memory of the current process, waiting for it */
static long (*const bpf_copy_from_user)(void *dst, __u32 size, const void *user_ptr) =
	(void *)148;

/* print a structure by its type */
static long (*const bpf_snprintf_btf)(char *str, __u32 str_size, struct sbpf_btf_ptr *ptr, __u32 btf_ptr_size, __u64 flags) =
	(void *)149;

/* print a structure by its type into an iterator's output */
static long (*const bpf_seq_printf_btf)(struct seq_file *m, struct sbpf_btf_ptr *ptr, __u32 ptr_size, __u64 flags) =
	(void *)150;

/* net_cls class of a packet's socket */
static __u64 (*const bpf_skb_cgroup_classid)(struct __sbpf_sk_buff *skb) =
	(void *)151;

/* send a packet to a device and fill in MAC addresses */
static long (*const bpf_redirect_neigh)(__u32 ifindex, struct sbpf_redir_neigh *params, int plen, __u64 flags) =
	(void *)152;

/* address of a kernel per-CPU variable on a CPU */
static void *(*const bpf_per_cpu_ptr)(const void *percpu_ptr, __u32 cpu) =
	(void *)153;

/* address of a kernel per-CPU variable on this CPU */
static void *(*const bpf_this_cpu_ptr)(const void *percpu_ptr) =
	(void *)154;

/* move a packet to the other end of a device pair */
static long (*const bpf_redirect_peer)(__u32 ifindex, __u64 flags) =
	(void *)155;

/* storage of a task */
static void *(*const bpf_task_storage_get)(void *map, struct task_struct *task, void *value, __u64 flags) =
	(void *)156;

/* drop the storage of a task */
static long (*const bpf_task_storage_delete)(void *map, struct task_struct *task) =
	(void *)157;

/* the current task as a typed pointer */
static struct task_struct *(*const bpf_get_current_task_btf)(void) =
	(void *)158;

/* set options of a program being executed */
static long (*const bpf_bprm_opts_set)(struct linux_binprm *bprm, __u64 flags) =
	(void *)159;

/* time since boot, coarse and cheap */
static __u64 (*const bpf_ktime_get_coarse_ns)(void) =
	(void *)160;

/* IMA digest of an inode, if it is known */
static long (*const bpf_ima_inode_hash)(struct inode *inode, void *dst, __u32 size) =
	(void *)161;

/* socket behind an open file */
static struct socket *(*const bpf_sock_from_file)(struct file *file) =
	(void *)162;

/* does a packet fit a device */
static long (*const bpf_check_mtu)(void *ctx, __u32 ifindex, __u32 *mtu_len, __s32 len_diff, __u64 flags) =
	(void *)163;

/* call a function for every element of a map */
static long (*const bpf_for_each_map_elem)(void *map, void *callback_fn, void *callback_ctx, __u64 flags) =
	(void *)164;

/* print formatted into a buffer */
static long (*const bpf_snprintf)(char *str, __u32 str_size, const char *fmt, __u64 *data, __u32 data_len) =
	(void *)165;

/* do a bpf command */
static long (*const bpf_sys_bpf)(__u32 cmd, void *attr, __u32 attr_size) =
	(void *)166;

/* find a kernel type by name */
static long (*const bpf_btf_find_by_name_kind)(char *name, int name_sz, __u32 kind, int flags) =
	(void *)167;

/* close an fd */
static long (*const bpf_sys_close)(__u32 fd) =
	(void *)168;

/* prepare the timer in a map value */
static long (*const bpf_timer_init)(struct sbpf_timer *timer, void *map, __u64 flags) =
	(void *)169;

/* say what a timer calls */
static long (*const bpf_timer_set_callback)(struct sbpf_timer *timer, void *callback_fn) =
	(void *)170;

/* let a timer run */
static long (*const bpf_timer_start)(struct sbpf_timer *timer, __u64 nsecs, __u64 flags) =
	(void *)171;

/* stop a timer and wait for its callback */
static long (*const bpf_timer_cancel)(struct sbpf_timer *timer) =
	(void *)172;

/* address of the traced function */
static __u64 (*const bpf_get_func_ip)(void *ctx) =
	(void *)173;

/* number given when the program was attached */
static __u64 (*const bpf_get_attach_cookie)(void *ctx) =
	(void *)174;

/* user registers of a task */
static long (*const bpf_task_pt_regs)(struct task_struct *task) =
	(void *)175;

/* branches the CPU took last */
static long (*const bpf_get_branch_snapshot)(void *entries, __u32 size, __u64 flags) =
	(void *)176;

/* print a line with any number of values into the trace */
static long (*const bpf_trace_vprintk)(const char *fmt, __u32 fmt_size, const void *data, __u32 data_len) =
	(void *)177;

/* see a socket as a unix_sock */
static struct unix_sock *(*const bpf_skc_to_unix_sock)(void *sk) =
	(void *)178;

/* address of a kernel symbol */
static long (*const bpf_kallsyms_lookup_name)(const char *name, int name_sz, int flags, __u64 *res) =
	(void *)179;

/* find the memory area around an address */
static long (*const bpf_find_vma)(struct task_struct *task, __u64 addr, void *callback_fn, void *callback_ctx, __u64 flags) =
	(void *)180;

/* call a function a number of times */
static long (*const bpf_loop)(__u32 nr_loops, void *callback_fn, void *callback_ctx, __u64 flags) =
	(void *)181;

/* compare text with a constant */
static long (*const bpf_strncmp)(const char *s1, __u32 s1_sz, const char *s2) =
	(void *)182;

/* argument of the traced function */
static long (*const bpf_get_func_arg)(void *ctx, __u32 n, __u64 *value) =
	(void *)183;

/* result of the traced function */
static long (*const bpf_get_func_ret)(void *ctx, __u64 *value) =
	(void *)184;

/* number of arguments of the traced function */
static long (*const bpf_get_func_arg_cnt)(void *ctx) =
	(void *)185;

/* errno that user space will get */
static int (*const bpf_get_retval)(void) =
	(void *)186;

/* set the errno that user space will get */
static int (*const bpf_set_retval)(int retval) =
	(void *)187;

/* length of a frame with all its pieces */
static __u64 (*const bpf_xdp_get_buff_len)(struct sbpf_xdp_md *xdp_md) =
	(void *)188;

/* read bytes of a frame, over all its pieces */
static long (*const bpf_xdp_load_bytes)(struct sbpf_xdp_md *xdp_md, __u32 offset, void *buf, __u32 len) =
	(void *)189;

/* write bytes of a frame, over all its pieces */
static long (*const bpf_xdp_store_bytes)(struct sbpf_xdp_md *xdp_md, __u32 offset, void *buf, __u32 len) =
	(void *)190;

/* read memory of another process, waiting for it */
static long (*const bpf_copy_from_user_task)(void *dst, __u32 size, const void *user_ptr, struct task_struct *tsk, __u64 flags) =
	(void *)191;

/* set a packet's time and its clock */
static long (*const bpf_skb_set_tstamp)(struct __sbpf_sk_buff *skb, __u64 tstamp, __u32 tstamp_type) =
	(void *)192;

/* IMA digest of a file, computed if needed */
static long (*const bpf_ima_file_hash)(struct file *file, void *dst, __u32 size) =
	(void *)193;

/* exchange the kernel pointer in a map value */
static void *(*const bpf_kptr_xchg)(void *map_value, void *ptr) =
	(void *)194;

/* find the value of another CPU */
static void *(*const bpf_map_lookup_percpu_elem)(void *map, const void *key, __u32 cpu) =
	(void *)195;

/* see a socket as the mptcp_sock it belongs to */
static struct mptcp_sock *(*const bpf_skc_to_mptcp_sock)(void *sk) =
	(void *)196;

/* make a dynptr over a map value */
static long (*const bpf_dynptr_from_mem)(void *data, __u32 size, __u64 flags, struct sbpf_dynptr *ptr) =
	(void *)197;

/* get room of variable size in a ring buffer */
static long (*const bpf_ringbuf_reserve_dynptr)(void *ringbuf, __u32 size, __u64 flags, struct sbpf_dynptr *ptr) =
	(void *)198;

/* hand a record in a dynptr to the reader */
static void (*const bpf_ringbuf_submit_dynptr)(struct sbpf_dynptr *ptr, __u64 flags) =
	(void *)199;

/* give up a record in a dynptr */
static void (*const bpf_ringbuf_discard_dynptr)(struct sbpf_dynptr *ptr, __u64 flags) =
	(void *)200;

/* copy out of a dynptr */
static long (*const bpf_dynptr_read)(void *dst, __u32 len, const struct sbpf_dynptr *src, __u32 offset, __u64 flags) =
	(void *)201;

/* copy into a dynptr */
static long (*const bpf_dynptr_write)(const struct sbpf_dynptr *dst, __u32 offset, void *src, __u32 len, __u64 flags) =
	(void *)202;

/* get direct access to a part of a dynptr */
static void *(*const bpf_dynptr_data)(const struct sbpf_dynptr *ptr, __u32 offset, __u32 len) =
	(void *)203;

/* make a SYN cookie without a socket, IPv4 */
static __s64 (*const bpf_tcp_raw_gen_syncookie_ipv4)(struct iphdr *iph, struct tcphdr *th, __u32 th_len) =
	(void *)204;

/* make a SYN cookie without a socket, IPv6 */
static __s64 (*const bpf_tcp_raw_gen_syncookie_ipv6)(struct ipv6hdr *iph, struct tcphdr *th, __u32 th_len) =
	(void *)205;

/* check a SYN cookie without a socket, IPv4 */
static long (*const bpf_tcp_raw_check_syncookie_ipv4)(struct iphdr *iph, struct tcphdr *th) =
	(void *)206;

/* check a SYN cookie without a socket, IPv6 */
static long (*const bpf_tcp_raw_check_syncookie_ipv6)(struct ipv6hdr *iph, struct tcphdr *th) =
	(void *)207;

/* international atomic time */
static __u64 (*const bpf_ktime_get_tai_ns)(void) =
	(void *)208;

/* take records that user space produced */
static long (*const bpf_user_ringbuf_drain)(void *map, void *callback_fn, void *ctx, __u64 flags) =
	(void *)209;

/* storage of a cgroup */
static void *(*const bpf_cgrp_storage_get)(void *map, struct cgroup *cgroup, void *value, __u64 flags) =
	(void *)210;

/* drop the storage of a cgroup */
static long (*const bpf_cgrp_storage_delete)(void *map, struct cgroup *cgroup) =
	(void *)211;

#endif /* SANDBPF_HELPER_DEFS_H */
