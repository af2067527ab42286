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
			if err := m.Outbox.Add(ctx, tx, l); err != nil && !errors.Is(err, mail.ErrAddress) {
				return err // an address that is none reaches nobody; the note stands in the inbox
			}
		}
		return nil
	})
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

// letters puts the notes that leave the program in words: one message an employer and way.
func (m *Messages) letters(ctx context.Context, w Wishes, personID string, rows []row) ([]mail.Message, error) {
	byEmployer, order := map[string][]row{}, []string(nil)
	for _, r := range rows {
		if r.read || !w.wants(r.Kind) {
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
	var out []mail.Message
	for _, employer := range order {
		some, err := m.toOne(ctx, c, w, personID, employer, byEmployer[employer])
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

func (m *Messages) toOne(ctx context.Context, c *lang.Catalog, w Wishes, personID, employerID string, rows []row) (out []mail.Message, err error) {
	email, mobile, err := m.reach(ctx, personID, employerID)
	if err != nil {
		return nil, err
	}
	if w.OwnEmail != "" {
		email = w.OwnEmail
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
	base := mail.Message{PersonID: personID, EmployerID: employerID, OnceKey: "note:" + rows[0].id}
	href := "/meddelanden"
	if len(rows) == 1 && rows[0].Href != "" {
		href = rows[0].Href
	}
	if w.ByEmail && email != "" {
		l := base
		l.Channel, l.Address, l.OnceKey = mail.Email, email, base.OnceKey+":email"
		l.Subject = said[0].Subject
		if len(said) > 1 {
			l.Subject = c.T("message.many_subject", "n", len(said), "product", m.Product)
		}
		if len(kinds) == 1 {
			l.Unsubscribe = m.stopLink(personID, string(kinds[0]))
		}
		l.Body = m.letter(c, said, href, personID, kinds)
		out = append(out, l)
	}
	if w.BySMS && mobile != "" {
		l := base
		l.Channel, l.Address, l.OnceKey = mail.SMS, mobile, base.OnceKey+":sms"
		l.Body = said[0].Sentence + " " + m.URL + href
		if len(said) > 1 {
			l.Body = c.T("message.many_sms", "n", len(said), "product", m.Product) + " " + m.URL + href
		}
		out = append(out, l)
	}
	return out, nil
}

// letter is the text of an e-mail: the sentences, where one acts, and how one gets fewer.
func (m *Messages) letter(c *lang.Catalog, said []Said, href, personID string, kinds []Kind) string {
	var b strings.Builder
	for _, s := range said {
		b.WriteString(s.Sentence + "\n\n")
	}
	b.WriteString(m.URL + href + "\n\n-- \n")
	b.WriteString(c.T("message.why_mail", "product", m.Product) + "\n" + m.URL + "/installningar/meddelanden\n")
	for _, k := range kinds {
		b.WriteString("\n" + c.T("message.stop_mail", "what", c.T("message.kind."+string(k))) + "\n" + m.stopLink(personID, string(k)) + "\n")
	}
	return b.String()
}
