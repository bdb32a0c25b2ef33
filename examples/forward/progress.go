package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// progress is a line on a terminal that grows with the batches done. How many
// there will be is not known: the inputs are streams.
type progress struct {
	w    io.Writer // nil unless it is a terminal
	done int
}

func newProgress(w io.Writer) *progress {
	file, ok := w.(*os.File)
	if !ok {
		return &progress{}
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &progress{}
	}
	return &progress{w: w}
}

func (p *progress) add(n int) {
	p.done += n
	if p.w == nil {
		return
	}
	const width = 30
	at := p.done % width
	fmt.Fprintf(p.w, "\r[%s>%s] %d batches", strings.Repeat("=", at), strings.Repeat(" ", width-1-at), p.done)
}

func (p *progress) finish() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
