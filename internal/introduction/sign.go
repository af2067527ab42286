package introduction

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Ask is that somebody is asked to sign an item.
type Ask struct {
	IntroductionID, ItemID string
	PersonID               string // who is asked; "" whoever has the code
	Code                   string
	Until                  time.Time
}

const (
	// codeLife is how long a code can be used: a day's work beside somebody, and the next.
	codeLife = 36 * time.Hour
	// askLife is how long a colleague who was asked by name may sign.
	askLife = 30 * 24 * time.Hour
	// codeLetters is how long a code is; the letters are without those that look alike.
	codeLetters = 6
	alphabet    = "ACDEFGHJKLMNPQRTUVWXY34679"
	// mostCodes is how many codes somebody may try within an hour.
	mostCodes = 20
)

func scanAsk(s db.Scanner) (x Ask, err error) {
	err = s.Scan(&x.IntroductionID, &x.ItemID, &x.PersonID, &x.Code, &x.Until)
	return x, err
}

func (in *Introductions) asksOf(ctx context.Context, id string) (map[string]Ask, error) {
	all, err := db.All(ctx, in.DB, scanAsk, `
		SELECT introduction_id, item_id, person_id, code, until
		FROM introduction_ask
		WHERE introduction_id = $1 AND until > $2
		LIMIT 300`,
		id, in.Now())
	out := map[string]Ask{}
	for _, x := range all {
		out[x.ItemID] = x
	}
	return out, err
}

// code makes a short code that is easy to read out.
func (in *Introductions) code() string {
	var out []byte
	for _, b := range []byte(in.Random()) {
		if len(out) < codeLetters {
			out = append(out, alphabet[int(b)*7%len(alphabet)])
		}
	}
	return string(out)
}

// PlainCode is a code as it is kept, however it was typed.
func PlainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, strings.ToUpper(strings.TrimSpace(typed)))
}

// Known are those whom the newcomer may ask by name to sign: mentor, buddy, and who has signed before.
func (s Sight) Known() (out []string) {
	for _, g := range []*Guide{s.Mentor, s.Buddy} {
		if g != nil {
			out = append(out, g.PersonID)
		}
	}
	for _, l := range s.Standing.Lines() {
		if l.Tick != nil && l.Tick.How == checklist.Colleague && l.Tick.By != "" && l.Tick.By != may.Erased && !slices.Contains(out, l.Tick.By) {
			out = append(out, l.Tick.By)
		}
	}
	return out
}

// AskSign asks somebody to sign an item of the actor's own introduction: one by name whom the newcomer knows of here, or
// ("") whoever is shown the code that it gives. Asked again it is asked anew. Errors: ErrNone, ErrNoItem, ErrNotYours,
// ErrDone, ErrState, ErrKnown.
func (in *Introductions) AskSign(ctx context.Context, a may.Actor, id, itemID, personID string) (x Ask, err error) {
	defer fault.Wrap(&err, "ask for a signature of %s in %s", itemID, id)
	s, err := in.Sight(ctx, a, id)
	if err != nil {
		return x, err
	}
	l, ok := s.Standing.Line(itemID)
	switch {
	case !ok:
		return x, ErrNoItem
	case !s.Own || l.Who != checklist.Colleague || l.Course != "" || l.Session:
		return x, ErrNotYours
	case l.Done():
		return x, ErrDone
	case s.State != Active:
		return x, ErrState
	case personID != "" && !slices.Contains(s.Known(), personID):
		return x, ErrKnown
	}
	x = Ask{IntroductionID: id, ItemID: itemID, PersonID: personID, Until: in.Now().Add(askLife)}
	if personID == "" {
		x.Code, x.Until = in.code(), in.Now().Add(codeLife)
	}
	return x, in.DB.Tx(ctx, func(tx *db.Tx) error {
		if x.Code != "" { // a code is one item's; another that happens to be the same gives way
			if _, err := tx.Exec(ctx, `DELETE FROM introduction_ask WHERE code = $1`, x.Code); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO introduction_ask (introduction_id, item_id, person_id, code, until, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (introduction_id, item_id) DO UPDATE SET person_id = excluded.person_id, code = excluded.code, until = excluded.until, made_at = excluded.made_at`,
			id, itemID, x.PersonID, x.Code, x.Until, in.Now()); err != nil || personID == "" {
			return err
		}
		return in.Messages.Tell(ctx, tx, message.Note{PersonID: personID, EmployerID: s.EmployerID, Kind: message.Learning, Key: "introduction.told." + "sign", AboutID: a.PersonID, Href: signHref,
			OnceKey: "introduction.sign:" + id + ":" + itemID + ":" + personID})
	})
}

// ToSign is an item that somebody is asked to sign.
type ToSign struct {
	Ask
	Name, Text string
	Unit       string
}

// ToSign lists what the actor is asked to sign by name, the oldest first.
func (in *Introductions) ToSign(ctx context.Context, a may.Actor) (out []ToSign, err error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	asks, err := db.All(ctx, in.DB, scanAsk, `
		SELECT k.introduction_id, k.item_id, k.person_id, k.code, k.until
		FROM introduction_ask k
		JOIN introduction i ON i.id = k.introduction_id
		WHERE k.person_id = $1 AND k.until > $2 AND i.state = 'active'
		ORDER BY k.made_at
		LIMIT 100`,
		a.PersonID, in.Now())
	if err != nil {
		return nil, err
	}
	for _, k := range asks {
		if err := in.colleague(ctx, a, k); errors.Is(err, ErrCode) {
			continue // who has left is asked no more
		} else if err != nil {
			return nil, err
		}
		x, err := in.toSign(ctx, k)
		if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
			continue // the workplace has taken the item away
		}
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func (in *Introductions) toSign(ctx context.Context, k Ask) (t ToSign, err error) {
	x, err := find(ctx, in.DB, k.IntroductionID)
	if err != nil {
		return t, err
	}
	_, s, err := in.stand(ctx, in.DB, x)
	if err != nil {
		return t, err
	}
	l, ok := s.Line(k.ItemID)
	if !ok || l.Done() {
		return t, ErrNoItem
	}
	names, err := in.names(ctx, []string{x.PersonID})
	if err != nil {
		return t, err
	}
	unit, _, err := in.place(ctx, in.DB, x.UnitID, x.EmployerID)
	return ToSign{Ask: k, Name: names[x.PersonID], Text: l.Text, Unit: unit.Name}, err
}

// byCode finds what a code is for. Codes are tried slowly. Errors: ErrCode, ErrOwnSign, ErrWait.
func (in *Introductions) byCode(ctx context.Context, a may.Actor, typed string) (k Ask, err error) {
	if !a.Known() {
		return k, may.ErrSignIn
	}
	ok, err := in.Access.Turn(ctx, "introduction.code:"+a.PersonID, mostCodes, time.Hour)
	if err != nil {
		return k, err
	}
	if !ok {
		return k, ErrWait
	}
	code := PlainCode(typed)
	if len(code) != codeLetters {
		return k, ErrCode
	}
	k, err = one(ctx, in.DB, scanAsk, ErrCode, `
		SELECT introduction_id, item_id, person_id, code, until
		FROM introduction_ask
		WHERE code = $1 AND until > $2`,
		code, in.Now())
	return k, err
}

// LookUp tells what a code is for, to a colleague who works for the newcomer's employer. Errors: ErrCode, ErrOwnSign,
// ErrWait, may.ErrSignIn.
func (in *Introductions) LookUp(ctx context.Context, a may.Actor, typed string) (t ToSign, err error) {
	k, err := in.byCode(ctx, a, typed)
	if err != nil {
		return t, err
	}
	if err := in.colleague(ctx, a, k); err != nil {
		return t, err
	}
	t, err = in.toSign(ctx, k)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return t, ErrCode
	}
	return t, err
}

// colleague tells whether the actor may sign what is asked: works for the employer or follows the newcomer as a buddy from
// elsewhere, also when asked by name before, and is not the newcomer.
func (in *Introductions) colleague(ctx context.Context, a may.Actor, k Ask) error {
	x, err := find(ctx, in.DB, k.IntroductionID)
	if err != nil {
		return err
	}
	if x.PersonID == a.PersonID {
		return ErrOwnSign
	}
	if x.State != Active {
		return ErrCode
	}
	works, err := in.worksAt(ctx, a.PersonID, x.EmployerID)
	if err != nil || works {
		return err
	}
	guides, err := in.guides(ctx, []string{x.ID})
	if err == nil && !slices.ContainsFunc(guides[x.ID], func(g Guide) bool { return g.PersonID == a.PersonID }) {
		err = ErrCode // not told: the code is for colleagues
	}
	return err
}

// Sign signs an item for a newcomer: with the code that the newcomer shows, or ("") as the one who was asked by name.
// Twice is once. Errors: ErrCode, ErrOwnSign, ErrWait, ErrNoItem.
func (in *Introductions) Sign(ctx context.Context, a may.Actor, typed, introductionID, itemID string) (err error) {
	defer fault.Wrap(&err, "sign an item")
	var k Ask
	if typed != "" {
		if k, err = in.byCode(ctx, a, typed); err != nil {
			return err
		}
	} else if k, err = one(ctx, in.DB, scanAsk, ErrNoItem, `
			SELECT introduction_id, item_id, person_id, code, until
			FROM introduction_ask
			WHERE introduction_id = $1 AND item_id = $2 AND person_id = $3 AND until > $4`,
		introductionID, itemID, a.PersonID, in.Now()); err != nil {
		return err
	}
	if err := in.colleague(ctx, a, k); err != nil {
		return err
	}
	if _, err := in.toSign(ctx, k); err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, k.IntroductionID)
		if err != nil {
			return err
		}
		if x.State != Active {
			return ErrState
		}
		if err := in.tick(ctx, tx, x.ID, k.ItemID, string(checklist.Colleague), a.PersonID); err != nil {
			return err
		}
		if err := in.settle(ctx, tx, x.ID); err != nil {
			return err
		}
		return in.Messages.Tell(ctx, tx, message.Note{PersonID: x.PersonID, EmployerID: x.EmployerID, Kind: message.Learning, Key: "introduction.told." + "signed", AboutID: a.PersonID, Href: homeHref,
			OnceKey: "introduction.signed:" + x.ID + ":" + k.ItemID})
	})
}
