package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

// samples are the batches of a small shop, for a first run without arguments.
//
//go:embed testdata/batches
var samples embed.FS

// missing says which inputs do not exist, before anything is sent.
func (f *forwarder) missing() error {
	var errs []error
	for _, name := range f.inputs {
		if name == "-" {
			continue
		}
		if _, err := os.Stat(name); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// read gives every batch of the inputs to use: files, folders, "-" for standard
// input, or the shipped samples when there is none. A batch that cannot be read
// is counted and passed over.
func (f *forwarder) read(use func(*mparticle.Batch) error) error {
	if len(f.inputs) == 0 {
		return f.readFolder(samples, "", use)
	}
	for _, name := range f.inputs {
		if name == "-" {
			if err := f.readBatches("standard input", f.in, use); err != nil {
				return err
			}
			continue
		}
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		if info.IsDir() {
			err = f.readFolder(os.DirFS(name), name, use)
		} else {
			err = f.readFile(os.DirFS(filepath.Dir(name)), filepath.Base(name), name, use)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *forwarder) readFolder(folder fs.FS, name string, use func(*mparticle.Batch) error) error {
	return fs.WalkDir(folder, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		return f.readFile(folder, path, filepath.Join(name, path), use)
	})
}

func (f *forwarder) readFile(folder fs.FS, path, label string, use func(*mparticle.Batch) error) error {
	file, err := folder.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return f.readBatches(label, file, use)
}

func (f *forwarder) readBatches(label string, r io.Reader, use func(*mparticle.Batch) error) error {
	for batch, err := range mparticle.NewReader(r, mparticle.ReaderOptions{}).All() {
		if err != nil {
			f.tally.unreadable++
			fmt.Fprintf(f.errs, "%s: %v\n", label, err)
			continue
		}
		if err := use(batch); err != nil {
			return err
		}
	}
	return nil
}

// readSettings reads a connection's settings; none without a file.
func readSettings(file string) (mapping.Settings, error) {
	if file == "" {
		return mapping.Settings{}, nil
	}
	object, err := os.ReadFile(file)
	if err != nil {
		return mapping.Settings{}, err
	}
	return mapping.ParseSettingsJSON(object)
}
