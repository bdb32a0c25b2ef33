package mapping

// gates reports whether anything of the batch is forwarded.
func (*run) gates() bool { return true }
