package message

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/mail"
)

// mostCarried is how many notes of a person one message may hold; the rest come in the next.
const mostCarried = 20

// Carry takes what people have not read out of the program, each by the ways and within the hours
// that the person chose. What is read by then, or of a kind that the person keeps in the program,
// stays. A note is marked in the transaction that puts its message in the outbox, so that a crash
// carries nothing twice.
func (m *Messages) Carry(ctx context.Context) error {
	for {
		people, err := db.All(ctx, m.DB, db.Text, `
			SELECT DISTINCT person_id
			FROM note
			WHERE carry_at <= $1
			LIMIT 50`,
			m.Now())
		if err != nil || len(people) == 0 {
			return err
		}
		for _, person := range people {
			if err := errors.Join(ctx.Err(), m.carryTo(ctx, person)); err != nil {
				return err
			}
		}
	}
}

func (m *Messages) carryTo(ctx context.Context, personID string) error {
	now := m.Now()
	w, err := wishes(ctx, m.DB, personID)
	if err != nil {
		return err
	}
	if opens := w.Opens(now, m.Place); opens.After(now) {
		_, err := m.DB.Exec(ctx, `
			UPDATE note
			SET carry_at = $3
			WHERE person_id = $1 AND carry_at <= $2`,
			personID, now, opens)
		return err
	}
	rows, err := db.All(ctx, m.DB, scanNote, selectNote+`
		WHERE person_id = $1 AND carry_at <= $2
		ORDER BY made_at, id
		LIMIT $3`,
		personID, now, mostCarried)
	if err != nil || len(rows) == 0 { // another replica has carried them meanwhile
		return err
	}
	letters, err := m.letters(ctx, w, personID, rows)
	if err != nil {
		return err
	}
	return m.DB.Tx(ctx, func(tx *db.Tx) error {
		if mine, err := m.take(ctx, tx, rows); err != nil || !mine {
			return err // not mine: another replica has carried them
		}
		for _, l := range letters {
			if err := m.post(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// letter is a message that is about to leave, with the days that it brings.
type letter struct {
	mail.Message
	enclosed Enclosed
}

// post puts a letter in the outbox and notes which days it brings.
func (m *Messages) post(ctx context.Context, tx *db.Tx, l letter) error {
	err := m.Outbox.Add(ctx, tx, l.Message)
	if errors.Is(err, mail.ErrAddress) {
		return nil // an address that is none reaches nobody; the note stands in the inbox
	}
	if err != nil || l.enclosed.Sent == nil {
		return err
	}
	return l.enclosed.Sent(ctx, tx)
}

// take marks the notes carried: all are this replica's, or none, since both read them in one order.
func (m *Messages) take(ctx context.Context, tx *db.Tx, rows []row) (mine bool, err error) {
	args := make([]any, len(rows))
	for i, r := range rows {
		args[i] = r.id
	}
	n, err := tx.Exec(ctx, `
		UPDATE note
		SET carry_at = NULL
		WHERE carry_at IS NOT NULL AND id IN (`+db.Marks(1, len(rows))+`)`,
		args...)
	if err == nil && n > 0 && n < int64(len(rows)) {
		err = db.ErrBusy // some went with another replica's: nothing is marked, and the job is tried again
	}
	return n == int64(len(rows)), err
}

// letters puts the notes that leave the program in words: one message an employer and way. What is read is known, but
// a calendar that is to be given days, or to lose them, reads no inbox.
func (m *Messages) letters(ctx context.Context, w Wishes, personID string, rows []row) ([]letter, error) {
	byEmployer, order := map[string][]row{}, []string(nil)
	for _, r := range rows {
		if r.read && r.DaysOf == "" || !w.wants(r.Kind) {
			continue
		}
		if byEmployer[r.EmployerID] == nil {
			order = append(order, r.EmployerID)
		}
		byEmployer[r.EmployerID] = append(byEmployer[r.EmployerID], r)
	}
	if len(order) == 0 || !w.ByEmail && !w.BySMS {
		return nil, nil
	}
	c, err := m.wording(ctx, personID)
	if err != nil {
		return nil, err
	}
	var out []letter
	for _, employer := range order {
		some, err := m.toOne(ctx, c, w, personID, employer, byEmployer[employer])
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

func (m *Messages) toOne(ctx context.Context, c *lang.Catalog, w Wishes, personID, employerID string, rows []row) (out []letter, err error) {
	email, mobile, err := m.reach(ctx, personID, employerID)
	if err != nil {
		return nil, err
	}
	if w.OwnEmail != "" {
		email = w.OwnEmail
	}
	if w.ByEmail && email != "" {
		l, err := m.byEmail(ctx, c, personID, email, rows)
		if err != nil {
			return nil, err
		}
		if l != nil {
			out = append(out, *l)
		}
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.read })
	if w.BySMS && mobile != "" && len(rows) > 0 {
		said, err := m.say(ctx, c, rows[0].Note)
		if err != nil {
			return nil, err
		}
		l := letter{Message: mail.Message{PersonID: personID, EmployerID: employerID, Channel: mail.SMS, Address: mobile, OnceKey: "note:" + rows[0].id + ":sms",
			Body: said.Sentence + " " + m.URL + hrefOf(rows)}}
		if len(rows) > 1 {
			l.Body = c.T("message.many_sms", "n", len(rows), "product", m.Product) + " " + m.URL + hrefOf(rows)
		}
		out = append(out, l)
	}
	return out, nil
}

// hrefOf is where one acts on some notes: the one's own page, or the inbox.
func hrefOf(rows []row) string {
	if len(rows) == 1 && rows[0].Href != "" {
		return rows[0].Href
	}
	return "/meddelanden"
}

// byEmail is the letter of some notes, nil when all are read and no calendar is to be changed.
func (m *Messages) byEmail(ctx context.Context, c *lang.Catalog, personID, address string, rows []row) (*letter, error) {
	var l letter
	var err error
	if m.Days != nil {
		var of []string
		for _, r := range rows {
			if r.DaysOf != "" && !slices.Contains(of, r.DaysOf) {
				of = append(of, r.DaysOf)
			}
		}
		if l.enclosed, err = m.Days.Enclose(ctx, personID, address, of); err != nil {
			return nil, err
		}
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.read && !slices.Contains(l.enclosed.Of, r.DaysOf) })
	if len(rows) == 0 {
		return nil, nil
	}
	var said []Said
	var kinds []Kind
	for _, r := range rows {
		s, err := m.say(ctx, c, r.Note)
		if err != nil {
			return nil, err
		}
		said = append(said, s)
		if !slices.Contains(kinds, r.Kind) {
			kinds = append(kinds, r.Kind)
		}
	}
	l.Message = mail.Message{PersonID: personID, EmployerID: rows[0].EmployerID, Channel: mail.Email, Address: address, OnceKey: "note:" + rows[0].id + ":email",
		Subject: said[0].Subject, Body: m.letter(c, said, hrefOf(rows), personID, kinds, len(l.enclosed.Files)), Files: l.enclosed.Files}
	if len(said) > 1 {
		l.Subject = c.T("message.many_subject", "n", len(said), "product", m.Product)
	}
	if len(kinds) == 1 {
		l.Unsubscribe = m.stopLink(personID, string(kinds[0]))
	}
	return &l, nil
}

// letter is the text of an e-mail: the sentences, where one acts, what it brings, and how one gets fewer.
func (m *Messages) letter(c *lang.Catalog, said []Said, href, personID string, kinds []Kind, files int) string {
	var b strings.Builder
	for _, s := range said {
		b.WriteString(s.Sentence + "\n\n")
	}
	if files > 0 {
		b.WriteString(c.T("message.with_days", "n", files) + "\n\n")
	}
	b.WriteString(m.URL + href + "\n\n-- \n")
	b.WriteString(c.T("message.why_mail", "product", m.Product) + "\n" + m.URL + "/installningar/meddelanden\n")
	for _, k := range kinds {
		b.WriteString("\n" + c.T("message.stop_mail", "what", c.T("message.kind."+string(k))) + "\n" + m.stopLink(personID, string(k)) + "\n")
	}
	return b.String()
}
