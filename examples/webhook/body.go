package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"mime"
	"net/http"
)

// maxBody bounds a body, before and after decompression. mParticle's own
// batches have at most 256 KB.
const maxBody = 1 << 20

// Reasons to refuse a request for its body.
var (
	errType     = errors.New("the body must be application/json, plain or gzip")
	errTooLarge = errors.New("the body is over 1 MiB")
	errGzip     = errors.New("the body is not gzip")
	errCut      = errors.New("the body broke off or came too slowly")
)

// bodyStatus is the answer for each reason. One that breaks off is worth
// another try, and mParticle repeats after 408.
var bodyStatus = map[error]int{
	errType:     http.StatusUnsupportedMediaType,
	errTooLarge: http.StatusRequestEntityTooLarge,
	errGzip:     http.StatusBadRequest,
	errCut:      http.StatusRequestTimeout,
}

// readBody reads and decompresses the body of r. The error is a key of
// bodyStatus.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	zipped, err := checkType(r.Header)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, errCut
	}
	if !zipped {
		return body, nil
	}
	plain, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, errGzip
	}
	body, err = io.ReadAll(io.LimitReader(plain, maxBody+1))
	switch {
	case len(body) > maxBody:
		return nil, errTooLarge
	case err != nil:
		return nil, errGzip
	}
	return body, nil
}

// checkType reports whether the body is compressed. A request without
// Content-Type is let through: the parser will see.
func checkType(header http.Header) (zipped bool, err error) {
	if declared := header.Get("Content-Type"); declared != "" {
		if media, _, err := mime.ParseMediaType(declared); err != nil || media != "application/json" {
			return false, errType
		}
	}
	switch header.Get("Content-Encoding") {
	case "", "identity":
		return false, nil
	case "gzip":
		return true, nil
	}
	return false, errType
}
