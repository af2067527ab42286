package sheet

import (
	"errors"

	"yrkesresan/internal/platform/grid/rows"
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

// ours says in the words of staff lists why a file could not be read at all.
func ours(err error) error {
	var no *rows.Refused
	if errors.As(err, &no) {
		return &Refused{Key: "staff.sheet.refused." + no.Name, Args: no.Args}
	}
	return err
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
