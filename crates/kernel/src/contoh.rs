//! The make-believe register of the kernel's own tests.
