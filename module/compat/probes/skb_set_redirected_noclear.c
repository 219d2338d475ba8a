// SPDX-License-Identifier: GPL-2.0
/* Linux 6.12: marks a packet as redirected and leaves its time stamp alone. */
#include <linux/skbuff.h>

void probe(struct sk_buff *skb);
void probe(struct sk_buff *skb)
{
	skb_set_redirected_noclear(skb, true);
}
