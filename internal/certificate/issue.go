package certificate

import (
	"context"
	"errors"
	"fmt"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
)

// Issues tells whether a fact gives a certificate: a course taken here and completed.
func Issues(f record.Fact) bool { return f.Kind == record.Completed && f.Source == record.FromCourse }

// errCodes cannot happen to chance; it is a broken source of it.
var errCodes = errors.New("certificate: no free code found")

// Issue is the record's listener: it makes the certificate of a fact in the fact's own
// transaction. The same fact again changes nothing.
func (cs *Certificates) Issue(ctx context.Context, tx *db.Tx, f record.Fact) error {
	if !Issues(f) {
		return nil
	}
	for range 5 {
		code, err := newCode(cs.Random)
		if err != nil {
			return fmt.Errorf("certificate code: %w", err)
		}
		added, err := insertCertificate(ctx, tx, row{code: code, factID: f.ID, personID: f.PersonID, issuedAt: f.At})
		if err != nil || added {
			return err
		}
		if there, err := hasCertificate(ctx, tx, f.ID); err != nil || there {
			return err
		}
	}
	return errCodes
}
