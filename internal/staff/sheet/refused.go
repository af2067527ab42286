package sheet

import (
	"errors"
	"io"
)

// Refused says why a whole file cannot be used. Key is found in
// sv.json, Args fill its sentence; neither holds content of rows.
type Refused struct {
	Key  string
	Args map[string]string
}

func (r *Refused) Error() string { return r.Key }

// refuse makes a refusal; pairs are names and values for the sentence.
func refuse(name string, pairs ...string) *Refused {
	return &Refused{Key: "staff.sheet.refused." + name, Args: args(pairs)}
}

func args(pairs []string) map[string]string {
	if len(pairs) == 0 {
		return nil
	}
	m := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// broken turns whatever a decoder says into the one sentence a person can act
// on, and lets refusals pass.
func broken(err error) error {
	var r *Refused
	if errors.As(err, &r) {
		return r
	}
	return refuse("broken")
}

// source remembers a failure to read, so that a lost disk is not blamed on the file.
type source struct {
	at  io.ReaderAt
	err error
}

func (s *source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.at.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}
