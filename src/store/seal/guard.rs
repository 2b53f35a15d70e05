//! What a process that holds a key leaves behind when it falls: nothing.

/// From now on this process writes no core file and hands none to a collector, and others of the same user cannot read its
/// memory. A system that has no such switch is left as it is.
pub fn no_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    // A collector that the kernel pipes cores to is not asked about the limit.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
