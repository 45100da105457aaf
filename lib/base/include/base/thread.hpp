// What the system knows of the calling thread: its name, as `top -H`, perf and a debugger show it, and its weight.
#pragma once

#include <pthread.h>
#include <sys/resource.h>

namespace iwmod {

/// `name` has at most 15 characters; a longer one changes nothing.
inline void name_this_thread(const char* name) { ::pthread_setname_np(::pthread_self(), name); }

/// Other threads go first where cores are short. For good; where the system does not allow it nothing changes.
inline void let_others_go_first() {
    constexpr int a_third_of_the_usual_weight = 5;
    ::setpriority(PRIO_PROCESS, 0, a_third_of_the_usual_weight); // 0: on Linux the calling thread
}

} // namespace iwmod
