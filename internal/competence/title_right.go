package competence

import (
	"context"
	"slices"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/staff"
)

// addTitles adds the rights to protected titles that rest on a licence, or on the transition as employments show
// it (R211, rule 28): as checked merits whose id names the ground. A certificate is a merit already.
func (c *Competence) addTitles(ctx context.Context, to map[string]held.Person, employerID string, personIDs []string) error {
	for _, t := range title.All() {
		facts, err := c.titleFacts(ctx, t, to, employerID, personIDs)
		if err != nil {
			return err
		}
		for _, id := range personIDs {
			for _, r := range t.Rights(facts[id]) {
				if r.Ground == title.ByLicence || r.Ground == title.ByTransition && slices.ContainsFunc(facts[id].Employments, func(e title.Employment) bool { return e.ID == r.Source }) {
					p := to[id]
					p.Merits = append(p.Merits, held.Merit{ID: RightID(r), By: frame.ByTitle, Ref: t.ID, From: max(r.From, t.Since), Until: r.Until, Checked: true})
					to[id] = p
				}
			}
		}
	}
	return nil
}

// RightID is the id of the merit that a right to a title is to the rules.
func RightID(r title.Right) string {
	return "title:" + r.Title + ":" + string(r.Ground) + ":" + r.Source
}

// titleFacts gives what is known about some people's right to a title, as an employer sees it or ("") all: what papers
// they have among what is known, and what employments were under way when the transition began.
func (c *Competence) titleFacts(ctx context.Context, t title.Title, known map[string]held.Person, employerID string, personIDs []string) (map[string]title.Facts, error) {
	out := make(map[string]title.Facts, len(personIDs))
	for _, id := range personIDs {
		var f title.Facts
		for _, m := range known[id].Merits {
			if m.Checked && m.By == frame.ByLicence {
				f.Papers = append(f.Papers, title.Paper{ID: m.ID, Ground: title.ByLicence, Ref: m.Ref, From: m.From, Until: m.Until})
			}
		}
		out[id] = f
	}
	if t.Transition == nil {
		return out, c.addWords(ctx, t, out, employerID, personIDs)
	}
	jobs, err := c.Staff.UnderWayOn(ctx, personIDs, t.Transition.On)
	if err != nil {
		return nil, err
	}
	elsewhere := false
	for id, list := range jobs {
		f := out[id]
		for _, j := range list {
			elsewhere = elsewhere || j.EmployerID != employerID
			f.Employments = append(f.Employments, employmentOf(j))
		}
		out[id] = f
	}
	if elsewhere && employerID != "" {
		if err := c.keepSeen(ctx, out, jobs, employerID, personIDs); err != nil {
			return nil, err
		}
	}
	return out, c.addWords(ctx, t, out, employerID, personIDs)
}

func employmentOf(j staff.Titled) title.Employment {
	return title.Employment{ID: j.EmploymentID, Occupation: j.Occupation, Form: j.Form, Start: j.Start, End: j.End, KnownFrom: j.KnownFrom, KnownUntil: j.KnownUntil}
}

// keepSeen leaves out the employments at other employers of people who have not shared what they have (rule 19).
func (c *Competence) keepSeen(ctx context.Context, facts map[string]title.Facts, jobs map[string][]staff.Titled, employerID string, personIDs []string) error {
	sharers, err := db.All(ctx, c.DB, db.Text, `
		SELECT DISTINCT s.person_id
		FROM record_share s
		WHERE s.employer_id = $1 AND s.withdrawn_at IS NULL AND s.fact_id = '' AND s.person_id IN (`+db.Marks(2, len(personIDs))+`)`,
		db.Args(personIDs, employerID)...)
	if err != nil {
		return err
	}
	for id, list := range jobs {
		if slices.Contains(sharers, id) {
			continue
		}
		f := facts[id]
		f.Employments = nil
		for _, j := range list {
			if j.EmployerID == employerID {
				f.Employments = append(f.Employments, employmentOf(j))
			}
		}
		facts[id] = f
	}
	return nil
}

// addWords adds what HR has said about the transition: a word that it holds takes the place of what the
// employments show, a word that it does not takes it away.
func (c *Competence) addWords(ctx context.Context, t title.Title, facts map[string]title.Facts, employerID string, personIDs []string) error {
	return db.Each(ctx, c.DB, scanMerit, func(m Merit) error {
		f := facts[m.PersonID]
		switch {
		case m.Ground == title.ByTransition && m.EndedAt == nil && m.CheckedAt != nil:
			f.Papers = append(f.Papers, title.Paper{ID: m.ID, Ground: title.ByTransition, From: m.From, Until: m.Until})
		case m.Ground == title.ByTransition && (m.EndedHow == Refused || m.EndedHow == Ended):
			f.Denied = true
		case m.Ground == title.ByCertificate && m.EndedAt == nil && m.CheckedAt != nil:
			f.Papers = append(f.Papers, title.Paper{ID: m.ID, Ground: title.ByCertificate, From: m.From, Until: m.Until})
		}
		facts[m.PersonID] = f
		return nil
	}, `
		SELECT `+meritColumns+`
		FROM merit m
		WHERE m.person_id IN (`+db.Marks(2, len(personIDs))+`) AND m.kind = 'title' AND ($1 = '' OR m.controller_id = $1 OR `+shared+`)
		ORDER BY m.made_at, m.id`,
		db.Args(personIDs, employerID)...)
}
