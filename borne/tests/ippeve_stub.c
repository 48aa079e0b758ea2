/* Lets Debian's ippeveprinter start where no avahi-daemon runs: it is built with Avahi and gives up without it. */
#include <stddef.h>
typedef void *P;
static int something;
P avahi_threaded_poll_new(void) { return &something; }
int avahi_threaded_poll_start(P poll) { return 0; }
int avahi_threaded_poll_stop(P poll) { return 0; }
void avahi_threaded_poll_free(P poll) {}
void avahi_threaded_poll_lock(P poll) {}
void avahi_threaded_poll_unlock(P poll) {}
P avahi_threaded_poll_get(P poll) { return &something; }
void avahi_threaded_poll_quit(P poll) {}
P avahi_client_new(P poll, int flags, P callback, P data, int *error) {
  if (error) *error = 0;
  return &something;
}
void avahi_client_free(P client) {}
int avahi_client_errno(P client) { return 0; }
P avahi_entry_group_new(P client, P callback, P data) { return &something; }
void avahi_entry_group_free(P group) {}
int avahi_entry_group_commit(P group) { return 0; }
int avahi_entry_group_reset(P group) { return 0; }
int avahi_entry_group_add_service_strlst(P group, ...) { return 0; }
int avahi_entry_group_add_service_subtype(P group, ...) { return 0; }
int avahi_entry_group_add_record(P group, ...) { return 0; }
