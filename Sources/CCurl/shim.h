// libcurl as it is loaded when it is needed: its functions by name, and what Swift cannot call
// because it takes any arguments.
#pragma once
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdbool.h>

// clang-format off
#define DARKROOM_CURL_FUNCTIONS(each) \
  each(curl_global_init) each(curl_easy_init) each(curl_easy_cleanup) each(curl_easy_reset) \
  each(curl_easy_setopt) each(curl_easy_getinfo) each(curl_easy_strerror) \
  each(curl_multi_init) each(curl_multi_cleanup) each(curl_multi_add_handle) \
  each(curl_multi_remove_handle) each(curl_multi_perform) each(curl_multi_poll) \
  each(curl_multi_info_read) each(curl_slist_append) each(curl_slist_free_all) each(curl_version)
// clang-format on

#define DARKROOM_CURL_FIELD(name) __typeof__(name) *name;
typedef struct darkroom_curl {
  DARKROOM_CURL_FUNCTIONS(DARKROOM_CURL_FIELD)
} darkroom_curl;

// Looks the functions up in a library; false where it has not all of them.
static inline bool darkroom_curl_find(void *library, darkroom_curl *curl) {
#define DARKROOM_CURL_FIND(name) \
  if (!(curl->name = (__typeof__(name) *)dlsym(library, #name))) return false;
  DARKROOM_CURL_FUNCTIONS(DARKROOM_CURL_FIND)
  return true;
}

static inline CURLcode darkroom_curl_set_long(darkroom_curl curl, CURL *handle, CURLoption option,
                                              long value) {
  return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode darkroom_curl_set_string(darkroom_curl curl, CURL *handle, CURLoption option,
                                                const char *value) {
  return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode darkroom_curl_set_pointer(darkroom_curl curl, CURL *handle,
                                                 CURLoption option, void *value) {
  return (curl.curl_easy_setopt)(handle, option, value);
}

typedef size_t (*darkroom_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode darkroom_curl_set_receiver(darkroom_curl curl, CURL *handle,
                                                  CURLoption option, darkroom_curl_receiver value) {
  return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode darkroom_curl_get_long(darkroom_curl curl, CURL *handle, CURLINFO what,
                                              long *value) {
  return (curl.curl_easy_getinfo)(handle, what, value);
}

typedef int (*darkroom_curl_seeker)(void *context, curl_off_t offset, int origin);

static inline CURLcode darkroom_curl_set_seeker(darkroom_curl curl, CURL *handle, CURLoption option,
                                                darkroom_curl_seeker value) {
  return (curl.curl_easy_setopt)(handle, option, value);
}

static inline CURLcode darkroom_curl_set_size(darkroom_curl curl, CURL *handle, CURLoption option,
                                              curl_off_t value) {
  return (curl.curl_easy_setopt)(handle, option, value);
}
