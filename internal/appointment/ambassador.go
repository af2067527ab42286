package appointment

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
)

// Town is a municipality or another employer that schools may book yrkesambassadörer of (R267).
type Town struct {
	Node    org.Node
	Contact string   // the address that the employer chose
	Count   int      // how many hold it today
	Names   []string // of those who said yes to being named; nobody with a protected identity
	people  []string
}

// Ambassadors lists the employers that have ambassadors today and an address for schools, in name order: to anybody.
func (a *Appointments) Ambassadors(ctx context.Context) ([]Town, error) {
	return a.ambassadors(ctx, "")
}

// AmbassadorsOf gives one. Errors: ErrNoTown.
func (a *Appointments) AmbassadorsOf(ctx context.Context, employerID string) (Town, error) {
	all, err := a.ambassadors(ctx, employerID)
	if err == nil && len(all) == 0 {
		err = ErrNoTown
	}
	if err != nil {
		return Town{}, err
	}
	return all[0], nil
}

func (a *Appointments) ambassadors(ctx context.Context, employerID string) ([]Town, error) {
	type row struct{ employer, person, contact string }
	today := a.Today()
	rows, err := db.All(ctx, a.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.employer, &r.person, &r.contact)
		return r, err
	}, `
		SELECT DISTINCT x.employer_id, x.person_id, t.contact
		FROM appointment_setting t
		JOIN appointment x ON x.employer_id = t.employer_id AND x.kind = t.kind
		JOIN appointment_span s ON s.appointment_id = x.id AND s.valid_from <= $1 AND s.valid_until > $1
		WHERE t.kind = 'ambassador' AND t.contact <> '' AND $2 IN ('', t.employer_id)
		ORDER BY x.employer_id, x.person_id
		LIMIT 5000`,
		today, employerID)
	if err != nil {
		return nil, err
	}
	var out []Town
	for _, r := range rows {
		if n := len(out); n == 0 || out[n-1].Node.ID != r.employer {
			out = append(out, Town{Node: org.Node{ID: r.employer}, Contact: r.contact})
		}
		t := &out[len(out)-1]
		t.people = append(t.people, r.person)
	}
	for i := range out {
		if err := a.describe(ctx, &out[i]); err != nil {
			return nil, err
		}
	}
	out = slices.DeleteFunc(out, func(t Town) bool { return t.Count == 0 })
	lang.SortBy(out, func(t Town) string { return t.Node.Name })
	return out, nil
}

// describe puts in what the employer is called, how many work there still, and the names of those who said yes.
func (a *Appointments) describe(ctx context.Context, t *Town) (err error) {
	if t.Node, err = a.Tree.FindEver(ctx, t.Node.ID); err != nil {
		return err
	}
	stints, err := a.Staff.Stints(ctx, a.DB, t.people)
	if err != nil {
		return err
	}
	cards, err := a.cards(ctx, t.people)
	if err != nil {
		return err
	}
	reach, err := a.reaches(ctx, t.Node.ID, t.people)
	if err != nil {
		return err
	}
	still := t.people[:0]
	for _, id := range t.people {
		if !works(stints[id], t.Node.ID, a.Today()) {
			continue
		}
		still = append(still, id)
		if card, ok := cardOf(cards[id], t.Node.ID); ok && !card.Protected && reach[id].ShowName {
			t.Names = append(t.Names, card.Name())
		}
	}
	t.people, t.Count = still, len(still)
	lang.SortBy(t.Names, func(s string) string { return s })
	return nil
}

// Request is a school's wish that an ambassador comes.
type Request struct {
	ID, EmployerID string
	School         string
	Contact        string // an e-mail address or a telephone number to answer to
	Wish           string
	At             time.Time
}

// How much one request may say, how many an address may send within the hour, and how many an employer gets in a day.
const (
	mostSchool   = 120
	mostWish     = 1000
	mostRequests = 5
	mostToOne    = 30 // requests to one employer in a day, from everybody
)

// Ask keeps a school's request and tells the employer's contact, by e-mail, and its ambassadors, in their inboxes. from
// names the address that sends. Errors: ErrNoTown, ErrSchool, ErrSchoolReach, ErrWish, ErrLong, ErrIdentity, ErrOften.
func (a *Appointments) Ask(ctx context.Context, r Request, from string) (err error) {
	defer fault.Wrap(&err, "ask for an ambassador of %s", r.EmployerID)
	town, err := a.AmbassadorsOf(ctx, r.EmployerID)
	if err != nil {
		return err
	}
	if err := a.checkRequest(&r); err != nil {
		return err
	}
	if ok, err := a.Access.Turn(ctx, "ambassador:"+from, mostRequests, time.Hour); err != nil {
		return err
	} else if !ok {
		return ErrOften
	}
	if ok, err := a.Access.Turn(ctx, "ambassador.to:"+r.EmployerID, mostToOne, 24*time.Hour); err != nil { // whoever has many addresses floods no inbox
		return err
	} else if !ok {
		return ErrOften
	}
	r.ID, r.At = a.NewID(), a.Now()
	texts := a.Messages.Texts
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `
			INSERT INTO ambassador_request (id, employer_id, school, contact, wish, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			r.ID, r.EmployerID, r.School, r.Contact, r.Wish, r.At); err != nil {
			return err
		}
		letter := mail.Message{Channel: mail.Email, Address: town.Contact, EmployerID: r.EmployerID, Subject: texts.T("appointment.letter.subject", "school", r.School),
			Body: texts.T("appointment.letter.body", "school", r.School, "contact", r.Contact, "wish", r.Wish)}
		if err := a.Outbox.Add(ctx, tx, letter); err != nil {
			return err
		}
		for _, id := range town.people {
			n := message.Note{PersonID: id, EmployerID: r.EmployerID, Key: "appointment.told.booked", Args: map[string]string{"school": r.School}, Href: ownPage, OnceKey: "ambassador:" + r.EmployerID + ":" + a.Today() + ":" + id}
			if err := a.Messages.Tell(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *Appointments) checkRequest(r *Request) error {
	for _, f := range []struct {
		text    *string
		missing *fault.Fault
		most    int
	}{{&r.School, ErrSchool, mostSchool}, {&r.Contact, ErrSchoolReach, mostReach}, {&r.Wish, ErrWish, mostWish}} {
		*f.text = strings.TrimSpace(*f.text)
		switch {
		case *f.text == "":
			return f.missing
		case utf8.RuneCountInString(*f.text) > f.most:
			return ErrLongWish.On(f.missing.Field)
		case identity.In(*f.text, a.Now()):
			return ErrIdentity.On(f.missing.Field)
		}
	}
	digits := strings.Count(strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return '0'
		}
		return -1
	}, r.Contact), "0")
	if !isAddress(r.Contact) && (digits < 7 || digits > 15) {
		return ErrSchoolReach
	}
	return nil
}

const selectRequest = `
		SELECT id, employer_id, school, contact, wish, made_at
		FROM ambassador_request
		WHERE employer_id = $1
		ORDER BY made_at DESC, id
		LIMIT 200`

func scanRequest(s db.Scanner) (r Request, err error) {
	err = s.Scan(&r.ID, &r.EmployerID, &r.School, &r.Contact, &r.Wish, &r.At)
	return r, err
}

// Requests lists what schools have written to an employer, the newest first: to who appoints for it, and to its
// ambassadors. It is forgotten after 90 days.
func (a *Appointments) Requests(ctx context.Context, actor may.Actor, employerID string) ([]Request, error) {
	if _, err := a.employer(ctx, actor, may.Appoint, employerID); err != nil {
		own, wrong := a.Own(ctx, actor)
		if wrong != nil {
			return nil, wrong
		}
		if !slices.ContainsFunc(own, func(x Appointment) bool {
			return x.Kind == rule.Ambassador && x.EmployerID == employerID && x.On(a.Today())
		}) {
			return nil, err
		}
	}
	return db.All(ctx, a.DB, scanRequest, selectRequest, employerID)
}

// Answered takes a request away: it has been answered. Twice is once.
func (a *Appointments) Answered(ctx context.Context, actor may.Actor, employerID, requestID string) error {
	if _, err := a.employer(ctx, actor, may.Appoint, employerID); err != nil {
		return err
	}
	_, err := a.DB.Exec(ctx, `DELETE FROM ambassador_request WHERE id = $1 AND employer_id = $2`, requestID, employerID)
	return err
}
