package development

import (
	"context"
	"errors"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// StudyAsk is the period that a learner may answer about today; "" none.
func (p Plan) StudyAsk(today string) (period string, answered bool) {
	if p.StudyFrom == "" || p.Study.Hours == 0 {
		return "", false
	}
	period, _ = studyPeriod(p.Study.Per, today)
	for _, a := range p.Answers {
		if a.Period == period {
			return period, true
		}
	}
	return period, false
}

// AnswerStudy notes whether the learner got the agreed study time of the period that today is in. Only the
// learner answers, and may change the answer while the period lasts. When the two latest periods were
// without, whoever leads the learner is told, and the learner that it was told (R288).
func (ps *Plans) AnswerStudy(ctx context.Context, a may.Actor, w Whose, given bool) (err error) {
	defer fault.Wrap(&err, "answer about study time")
	if err := may.AskSelf(a, w.PersonID); err != nil {
		return err
	}
	where, err := ps.ask(ctx, a, w, true)
	if err != nil {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := findPlan(ctx, tx, where)
		if err != nil {
			return err
		}
		period, _ := p.StudyAsk(ps.Staff.Today())
		if period == "" {
			return ErrNoTime
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO development_study (plan_id, period, given, made_at)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (plan_id, period) DO UPDATE SET given = $3`,
			p.ID, period, given, ps.Now()); err != nil {
			return err
		}
		answers, err := answersOf(ctx, tx, p.ID, 2)
		if err != nil || !twiceNo(answers) {
			return err
		}
		once := "study-no:" + p.ID + ":" + period + ":"
		if err := ps.tellManagers(ctx, tx, &p, where.node.Path, where.controller.Path, "no_study", nil, once); err != nil {
			return err
		}
		return ps.tellPerson(ctx, tx, &p, "no_study", nil, once)
	})
}

// Due is the work of every day: it asks learners about their study time, and tells of follow-ups that come.
type Due struct{}

// Kind implements job.Args.
func (Due) Kind() string { return "development.due" }

// onceAtATime is how many plans are read together.
const onceAtATime = 200

// OnDue does it. Each note is made once, so that it may run again at any time.
func (ps *Plans) OnDue(ctx context.Context, _ Due) error {
	return errors.Join(ps.each(ctx, `p.study_from <> ''`, ps.askStudy), ps.each(ctx, `p.follow_on <> ''`, ps.tellFollow))
}

// each hands over the open plans of a condition, a few at a time, in the order of ids.
func (ps *Plans) each(ctx context.Context, condition string, use func(context.Context, Plan) error) error {
	after := ""
	for {
		list, err := db.All(ctx, ps.DB, scanPlan, `
			SELECT `+planColumns+`
			FROM development_plan p
			WHERE p.id > $1 AND p.ended_at IS NULL AND `+condition+`
			ORDER BY p.id
			LIMIT $2`,
			after, onceAtATime)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, p := range list {
			if err := use(ctx, p); err != nil {
				return err
			}
		}
		after = list[len(list)-1].ID
	}
}

// works tells where the person of a plan works for the employer today; ok is false for who does not, is
// away, or is dormant: those are asked nothing.
func (ps *Plans) works(ctx context.Context, p Plan) (path, employerPath string, ok bool, err error) {
	today := ps.Staff.Today()
	leaves, err := ps.Staff.Leaves(ctx, p.PersonID)
	if err != nil {
		return "", "", false, err
	}
	for _, l := range leaves {
		if l.From <= today && l.To >= today {
			return "", "", false, nil
		}
	}
	all, err := ps.Staff.Employments(ctx, p.PersonID, today)
	if err != nil {
		return "", "", false, err
	}
	for _, e := range all {
		if e.EmployerID == p.ControllerID && e.Current(today) && !e.Dormant {
			employer, err := org.EmployerOf(ctx, ps.DB, e.UnitPath, today)
			return e.UnitPath, employer.Path, err == nil, err
		}
	}
	return "", "", false, nil
}

func (ps *Plans) askStudy(ctx context.Context, p Plan) error {
	period, ask := studyPeriod(p.Study.Per, ps.Staff.Today())
	if !ask || p.Study.Hours == 0 {
		return nil
	}
	if _, _, ok, err := ps.works(ctx, p); err != nil || !ok {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		answers, err := answersOf(ctx, tx, p.ID, 1)
		if err != nil || len(answers) > 0 && answers[0].Period == period {
			return err
		}
		key := "study_month"
		if p.Study.Per == PerWeek {
			key = "study_week"
		}
		return ps.tellPerson(ctx, tx, &p, key, nil, "study:"+p.ID+":"+period+":")
	})
}

func (ps *Plans) tellFollow(ctx context.Context, p Plan) error {
	stage := followStage(p.FollowOn, ps.Staff.Today())
	if stage == "" {
		return nil
	}
	args, once := map[string]string{"date": ps.Say(p.FollowOn)}, "follow:"+p.ID+":"+p.FollowOn+":"+stage+":"
	if p.Kind != OfPerson {
		return ps.tellPlace(ctx, p, stage, args, once)
	}
	path, employer, ok, err := ps.works(ctx, p)
	if err != nil || !ok {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := ps.tellPerson(ctx, tx, &p, "follow_"+stage, args, once); err != nil {
			return err
		}
		return ps.tellManagers(ctx, tx, &p, path, employer, "follow_"+stage, args, once)
	})
}
