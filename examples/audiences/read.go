package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/mpbraze/mpbraze/mparticle"
)

//go:embed testdata
var samples embed.FS

// read handles the messages of files, or of the samples when there are none.
func (p *pipeline) read(ctx context.Context, files []string) error {
	open := os.ReadFile
	if len(files) == 0 {
		var err error
		if files, err = fs.Glob(samples, "testdata/*"); err != nil {
			return err
		}
		open = samples.ReadFile
	}
	for _, name := range files {
		data, err := open(name)
		if err != nil {
			return err
		}
		if err := p.readFile(ctx, filepath.ToSlash(name), data); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (p *pipeline) readFile(ctx context.Context, name string, data []byte) error {
	p.show.file(path.Base(name))
	values := json.NewDecoder(bytes.NewReader(data))
	for {
		var value json.RawMessage
		if err := values.Decode(&value); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		message, err := mparticle.ParseAudienceMessage(value)
		if errors.Is(err, mparticle.ErrFileName) {
			message, err = mparticle.ParseGCSAudience(name, value)
		}
		if err == nil {
			before := p.show.profiles()
			if err = p.handle(ctx, message); err == nil {
				p.show.changed(before)
			}
		}
		if err != nil {
			return err
		}
	}
}
