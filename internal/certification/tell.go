package certification

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Page is where a programme is shown.
const Page = "/certifiering/enhet/"

// within gives the ids of a path from the employer down.
func within(path, employer string) []string {
	rest := strings.TrimPrefix(path, employer)
	last := employer[strings.LastIndexByte(employer, '/')+1:]
	return append([]string{last}, strings.FieldsFunc(rest, func(r rune) bool { return r == '/' })...)
}

// above gives the ids of the places above an employer.
func above(employer string) []string {
	ids := strings.Split(employer, "/")
	return ids[:len(ids)-1]
}

// holders are those who hold one of some roles at one of some places.
func (c *Certifications) holders(ctx context.Context, nodeIDs []string, roles ...may.Role) (ids []string, err error) {
	for _, role := range roles {
		for _, nodeID := range nodeIDs {
			held, err := c.Access.Holders(ctx, role, nodeID, c.Today())
			if err != nil {
				return nil, err
			}
			for _, x := range held {
				ids = append(ids, x.PersonID)
			}
		}
	}
	return ids, nil
}

// last writes the last day before one.
func (c *Certifications) last(until string) string {
	if until == "" {
		return ""
	}
	return c.Messages.Texts.DateOf(rule.AddDays(until, -1))
}

// tell tells some people, each once.
func (c *Certifications) tell(ctx context.Context, tx *db.Tx, at place, programmeID, what, once string, args map[string]string, ids ...string) error {
	seen := map[string]bool{"": true, at.who.PersonID: true}
	for _, id := range ids {
		if seen[id] || id == may.Erased {
			continue
		}
		seen[id] = true
		n := message.Note{PersonID: id, EmployerID: at.employer.ID, Key: "certification.told." + what, Args: args, Href: Page + programmeID}
		if once != "" {
			n.OnceKey = once + ":" + id
		}
		if err := c.Messages.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

func (c *Certifications) managers(ctx context.Context, at place) ([]string, error) {
	if c.Managers == nil {
		return nil, nil
	}
	return c.Managers(ctx, at.unit.ID, at.who.PersonID)
}

// tellProposed tells those who guide units there that one is proposed: they answer.
func (c *Certifications) tellProposed(ctx context.Context, tx *db.Tx, at place, programmeID, schemeID string) error {
	title, err := db.One(ctx, tx, db.Text, `SELECT title FROM scheme WHERE id = $1`, schemeID)
	if err != nil {
		return err
	}
	ids, err := c.holders(ctx, within(at.unit.Path, at.employer.Path), may.Programme, may.Municipality)
	if err != nil {
		return err
	}
	return c.tell(ctx, tx, at, programmeID, "proposed", "", map[string]string{"unit": at.unit.Name, "scheme": title}, ids...)
}

func (c *Certifications) tellJoined(ctx context.Context, tx *db.Tx, at place, programmeID, schemeID, leaderID string) error {
	title, err := db.One(ctx, tx, db.Text, `SELECT title FROM scheme WHERE id = $1`, schemeID)
	if err != nil {
		return err
	}
	ids, err := c.managers(ctx, at)
	if err != nil {
		return err
	}
	if err := c.tell(ctx, tx, at, programmeID, "joined", "", map[string]string{"unit": at.unit.Name, "scheme": title}, ids...); err != nil {
		return err
	}
	return c.tellLeader(ctx, tx, at, programmeID, leaderID)
}

func (c *Certifications) tellLeader(ctx context.Context, tx *db.Tx, at place, programmeID, leaderID string) error {
	return c.tell(ctx, tx, at, programmeID, "leads", "", map[string]string{"unit": at.unit.Name}, leaderID)
}

// tellManagers tells who answers for the unit and who leads its programme what has been decided.
func (c *Certifications) tellManagers(ctx context.Context, h *held, what, reason string) error {
	ids, err := c.managers(ctx, h.place)
	if err != nil {
		return err
	}
	return c.tell(ctx, h.tx, h.place, h.Programme.ID, what, "", map[string]string{"unit": h.unit.Name, "scheme": h.SchemeTitle, "reason": reason}, append(ids, h.LeaderID)...)
}

// tellDeciders tells those who may decide anew that it is asked for: the leader of the programme and the municipality, in
// a scheme that the RSS certifies its leaders of programmes too, not who decided.
func (c *Certifications) tellDeciders(ctx context.Context, h *held) error {
	by, err := h.decidedBy(ctx)
	if err != nil {
		return err
	}
	ids, err := c.holders(ctx, within(h.unit.Path, h.employer.Path), may.Municipality, may.Programme)
	if err != nil {
		return err
	}
	ids = append(ids, h.LeaderID)
	if h.Scheme != nil && h.Scheme.By == rule.ByRSS {
		rss, err := c.holders(ctx, above(h.employer.Path), may.Programme)
		if err != nil {
			return err
		}
		ids = append(ids, rss...)
	}
	kept := ids[:0]
	for _, id := range ids {
		if id != by {
			kept = append(kept, id)
		}
	}
	return c.tell(ctx, h.tx, h.place, h.Programme.ID, "asked", "", map[string]string{"unit": h.unit.Name, "scheme": h.SchemeTitle}, kept...)
}

// tellAssessed tells somebody what was said of the own task.
func (c *Certifications) tellAssessed(ctx context.Context, h *held, taskID, personID, requirement string, passed bool) error {
	what, title := "task_failed", requirement
	if passed {
		what = "task_passed"
	}
	for _, r := range h.Scheme.Requirements {
		if r.Key == requirement {
			title = r.Title
		}
	}
	return c.Messages.Tell(ctx, h.tx, message.Note{PersonID: personID, EmployerID: h.EmployerID, Key: "certification.told." + what, Args: map[string]string{"task": title, "unit": h.unit.Name}, Href: OwnPage, OnceKey: "certification.task:" + taskID})
}

// OwnPage is where somebody reads what was said of the own tasks.
const OwnPage = "/certifiering/mina"

// tellRenewal tells the leader of the programme and the unit's managers that a round has begun.
func (c *Certifications) tellRenewal(ctx context.Context, h *held, due string) error {
	ids, err := c.managers(ctx, h.place)
	if err != nil {
		return err
	}
	key := "renewal"
	if due == "" {
		key = "renewal_open"
	}
	return c.tell(ctx, h.tx, h.place, h.Programme.ID, key, "", map[string]string{"unit": h.unit.Name, "scheme": h.SchemeTitle, "day": c.Messages.Texts.DateOf(due)}, append(ids, h.LeaderID)...)
}

// remindBefore are how many months before a certification ends people are reminded (R183).
var remindBefore = []int{6, 3, 1}

// remind tells manager, leader of workplace learning and leader of the programme that a certification ends, or has ended:
// each once for each end. What is missed because the program stood still is told later, but only the latest.
func (c *Certifications) remind(ctx context.Context) error {
	today := c.Today()
	until := rule.AddMonths(today, remindBefore[0])
	for after := ""; ; {
		some, err := db.All(ctx, c.DB, scanKept, `
			SELECT `+keptColumns+`
			FROM unit_state k
			WHERE k.valid_until <> '' AND k.valid_until <= $1 AND k.programme_id > $2
			ORDER BY k.programme_id
			LIMIT $3`,
			until, after, chunk)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, k := range some {
			if err := c.remindOne(ctx, k, today); err != nil {
				return err
			}
		}
		after = some[len(some)-1].ProgrammeID
	}
}

func (c *Certifications) remindOne(ctx context.Context, k Kept, today string) error {
	months := remindBefore[0]
	for _, n := range remindBefore {
		if rule.AddMonths(k.ValidUntil, -n) <= today {
			months = n
		}
	}
	at, err := c.at(ctx, may.Operator(), k.UnitID)
	if errors.Is(err, ErrNoUnit) {
		return nil // the unit is no more
	}
	if err != nil {
		return err
	}
	p, err := programmeByID(ctx, c.DB, k.ProgrammeID)
	if err != nil {
		return err
	}
	ids, err := c.answering(ctx, at)
	if err != nil {
		return err
	}
	key := "ends"
	if k.Round > 1 && k.State == rule.Renewal {
		key = "ends_renewing"
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		return c.tell(ctx, tx, at, k.ProgrammeID, key, "certification.ends:"+k.ProgrammeID+":"+k.ValidUntil+":"+itoa(months),
			map[string]string{"unit": at.unit.Name, "scheme": p.SchemeTitle, "day": c.last(k.ValidUntil)}, append(ids, p.LeaderID)...)
	})
}

// answering are those who answer for a unit, and who leads its workplace learning.
func (c *Certifications) answering(ctx context.Context, at place) ([]string, error) {
	ids, err := c.managers(ctx, at)
	if err != nil {
		return nil, err
	}
	led, err := c.holders(ctx, within(at.unit.Path, at.employer.Path), may.Leader)
	return append(ids, led...), err
}

// passage is that what is kept of a unit goes over into being certified by the rule, or into having lapsed; or that it is
// ready to be certified.
type passage struct {
	Kept
	what string
}

// passages gives those that people are told of.
func passages(had, fresh []Kept, today string) (out []passage) {
	for _, k := range fresh {
		var was *Kept
		for i := range had {
			if had[i].ProgrammeID == k.ProgrammeID {
				was = &had[i]
			}
		}
		switch {
		case was == nil && k.Since != today:
			// kept for the first time, of what happened long ago
		case k.State == rule.Lapsed && was != nil && was.State.Holds():
			out = append(out, passage{k, "lapsed"})
		case k.State.Holds() && k.byRule && (was == nil || !was.State.Holds() || was.CertifiedOn != k.CertifiedOn):
			out = append(out, passage{k, "certified_by_rule"})
		}
		if k.Ready && (was != nil || k.Since == today) {
			out = append(out, passage{k, "ready"})
		}
	}
	return out
}

// tellPassages tells those who answer for the units, each once.
func (c *Certifications) tellPassages(ctx context.Context, tx *db.Tx, all []passage) error {
	for _, x := range all {
		at, err := c.at(ctx, may.Operator(), x.UnitID)
		if errors.Is(err, ErrNoUnit) {
			continue
		}
		if err != nil {
			return err
		}
		p, err := programmeByID(ctx, tx, x.ProgrammeID)
		if err != nil {
			return err
		}
		if x.what == "ready" {
			if err := c.tellReady(ctx, tx, at, p, x.Round); err != nil {
				return err
			}
			continue
		}
		ids, err := c.answering(ctx, at)
		if err != nil {
			return err
		}
		if err := c.tell(ctx, tx, at, p.ID, x.what, "certification."+x.what+":"+p.ID+":"+x.Since, map[string]string{"unit": at.unit.Name, "scheme": p.SchemeTitle, "day": c.last(x.ValidUntil)}, append(ids, p.LeaderID)...); err != nil {
			return err
		}
	}
	return nil
}

// tellReady tells who certifies a unit that it is ready, once in each round. Where the rule certifies nobody needs to.
func (c *Certifications) tellReady(ctx context.Context, tx *db.Tx, at place, p Programme, round int64) error {
	versions, err := versionsOf(ctx, tx, []string{p.SchemeID})
	if err != nil {
		return err
	}
	ids, err := c.certifiers(ctx, at, p, byOf(rule.Input{Versions: versions[p.SchemeID]}, c.Today()))
	if err != nil {
		return err
	}
	return c.tell(ctx, tx, at, p.ID, "ready", "certification.ready:"+p.ID+":"+strconv.FormatInt(round, 10), map[string]string{"unit": at.unit.Name, "scheme": p.SchemeTitle}, ids...)
}

// certifiers are those who certify a unit by a scheme: the leader of its programme, or where it has none those who may lead it;
// the municipality's; or the RSS' leaders of programmes. Never who leads the unit.
func (c *Certifications) certifiers(ctx context.Context, at place, p Programme, by string) (ids []string, err error) {
	switch by {
	case rule.ByLeader:
		if ids, err = c.leadersAt(ctx, at); slices.Contains(ids, p.LeaderID) {
			ids = []string{p.LeaderID}
		}
		return ids, err
	case rule.ByMunicipality:
		ids, err = c.holders(ctx, within(at.unit.Path, at.employer.Path), may.Municipality)
	case rule.ByRSS:
		ids, err = c.holders(ctx, above(at.employer.Path), may.Programme)
	}
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	led, err := c.holders(ctx, within(at.unit.Path, at.employer.Path), may.Manager, may.Deputy)
	return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(led, id) }), err
}
