package rows

import (
	"errors"
	"io"
)

// Refused says why a whole file cannot be used. Name is the last part of a key in a catalogue, Args fill
// its sentence; neither holds content of rows.
type Refused struct {
	Name string
	Args map[string]string
}

func (r *Refused) Error() string { return r.Key() }

// Key is the general sentence; who reads one kind of file may have a better one.
func (r *Refused) Key() string { return "grid.refused." + r.Name }

// refuse makes a refusal; pairs are names and values for the sentence.
func refuse(name string, pairs ...string) *Refused {
	return &Refused{Name: name, Args: args(pairs)}
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

// Disk remembers a failure to read, so that a lost disk is not blamed on the file.
type Disk struct {
	At   io.ReaderAt
	Lost error
}

// ReadAt reads, and keeps what went wrong.
func (d *Disk) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 { // a workbook that says that something stands before its beginning is broken; the disk is well
		return 0, io.ErrUnexpectedEOF
	}
	n, err := d.At.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		d.Lost = err
	}
	return n, err
}
