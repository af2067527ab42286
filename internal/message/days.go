package message

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
)

// Days brings days to people's calendars, as files in letters. The room that has days does.
type Days interface {
	// Enclose gives the files that make the calendar of a person's address right about some things that have days.
	Enclose(ctx context.Context, personID, address string, of []string) (Enclosed, error)
}

// Enclosed are the files of a letter.
type Enclosed struct {
	Files []mail.File
	Of    []string                                   // the things that they are about
	Sent  func(ctx context.Context, tx *db.Tx) error // notes that they have left; nil when there are none
}

// Outside is what somebody is told who has no account here, and so neither inbox nor wishes: a guest, a trainer.
type Outside struct {
	Email, Mobile string            // an SMS goes where there is no e-mail; without either nothing is told
	Key           string            // as a Note's
	Args          map[string]string // as a Note's
	OnceKey       string            // the same key twice is one message
	Enclosed      Enclosed
}

// TellOutside puts a message to somebody without an account in the outbox, as part of tx.
func (m *Messages) TellOutside(ctx context.Context, tx *db.Tx, o Outside) error {
	said, err := m.say(ctx, m.Texts, Note{Key: o.Key, Args: o.Args})
	if err != nil {
		return err
	}
	l := letter{Message: mail.Message{OnceKey: o.OnceKey}, enclosed: o.Enclosed}
	switch {
	case o.Email != "":
		l.Channel, l.Address, l.Subject, l.Files = mail.Email, o.Email, said.Subject, o.Enclosed.Files
		l.Body = said.Sentence + "\n\n"
		if n := len(l.Files); n > 0 {
			l.Body += m.Texts.T("message.with_days", "n", n) + "\n\n"
		}
		l.Body += "-- \n" + m.Texts.T("message.why_outside", "product", m.Product) + "\n"
	case o.Mobile != "":
		l.Channel, l.Address, l.Body, l.enclosed = mail.SMS, o.Mobile, said.Sentence, Enclosed{}
	default:
		return nil
	}
	return m.post(ctx, tx, l)
}
