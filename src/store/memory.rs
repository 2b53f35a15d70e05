//! Memory given back to the system.

/// Gives freed memory back. glibc keeps what many threads freed in small pieces, which after an import or a start is more
/// than everything that is still in use; other systems do this by themselves.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code)]
pub fn give_back() {
    // SAFETY: malloc_trim takes no pointers and may be called at any time from any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Gives freed memory back.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
