package app

import (
	"context"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/development"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/profile"
)

// buildCompetence builds the rooms of what is asked for and what is held. What changes in them marks whoever
// it touches, as other changes do.
func (a *App) buildCompetence() {
	a.Frameworks = &framework.Frameworks{DB: a.DB, Tree: a.Tree, Audit: a.Audit, Today: a.Staff.Today, Now: a.Now, NewID: NewID, Changed: a.Figures.MarkUnder,
		Courses: a.CourseTitles}
	a.Profiles = &profile.Profiles{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Frameworks: a.Frameworks, Audit: a.Audit, Now: a.Now, NewID: NewID,
		Changed: a.Figures.MarkUnder, PersonChanged: a.Figures.Mark}
	a.Competence = &competence.Competence{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Record: a.Record, Frameworks: a.Frameworks, Audit: a.Audit, Now: a.Now, NewID: NewID,
		Blobs: a.Blobs, Jobs: a.Jobs, Changed: a.Figures.Mark, Tell: a.tellCompetence, Asked: a.tellAsked}
	a.Gaps = &gap.Gaps{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Frameworks: a.Frameworks, Profiles: a.Profiles, Competence: a.Competence, Courses: closers{a.learning}, Jobs: a.Jobs, Tasks: a.Tasks, Audit: a.Audit, Access: a.Access, Messages: a.Messages, Now: a.Now, NewID: NewID}
	a.followGaps()
	a.Groups.Gaps = lacks{a.Gaps}
	a.Plans = &development.Plans{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Record: a.Record, Frameworks: a.Frameworks, Competence: a.Competence, Gaps: a.Gaps, Courses: a.learning, Journeys: a.Journeys,
		Messages: a.Messages, Jobs: a.Jobs, Tasks: a.Tasks, Audit: a.Audit, Now: a.Now, NewID: NewID, Say: a.Messages.Texts.DateOf}
}

// tellCompetence tells people what came of what they have shown.
func (a *App) tellCompetence(ctx context.Context, tx *db.Tx, t competence.Told) error {
	return a.Messages.Tell(ctx, tx, message.Note{PersonID: t.PersonID, EmployerID: t.EmployerID, Key: "merit.told." + t.What, Args: t.Args, Href: t.Href, OnceKey: t.OnceKey})
}

// tellAsked tells a colleague that somebody wants to be assessed, and that person of the answer.
func (a *App) tellAsked(ctx context.Context, tx *db.Tx, r competence.Request) error {
	n := message.Note{PersonID: r.ColleagueID, EmployerID: r.ControllerID, Kind: message.Learning, Key: "assess.told." + r.State,
		Args: map[string]string{"until": a.Messages.Texts.DateOf(r.Until)}, AboutID: r.PersonID, Href: "/min-kompetens/bedomning/svara/" + r.ID, OnceKey: "assess." + r.State + ":" + r.ID}
	if r.State == competence.AskAnswered {
		n.PersonID, n.AboutID, n.Href = r.PersonID, r.ColleagueID, "/min-kompetens/bedomning"
	}
	return a.Messages.Tell(ctx, tx, n)
}
