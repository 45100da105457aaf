// The name of the calling thread as `top -H`, perf and a debugger show it.
#pragma once

#include <pthread.h>

namespace iwmod {

/// `name` has at most 15 characters; a longer one changes nothing.
inline void name_this_thread(const char* name) { ::pthread_setname_np(::pthread_self(), name); }

} // namespace iwmod
