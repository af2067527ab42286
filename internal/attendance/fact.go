package attendance

import (
	"context"
	"strings"

	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/course"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// record lets the learning record say what was attended, session by session: hours are those that the person was
// there (rule 36). A part that the organiser has found enough counts as the whole: a session that was missed stands as
// waived then, without hours, so that the course can be completed. What does not hold any more is taken back.
func (at *Attendance) record(ctx context.Context, tx *db.Tx, o occasion.Occasion, out Outcome) error {
	marks, err := marksOf(ctx, tx, o.ID, out.BookingID)
	if err != nil {
		return err
	}
	presence, _ := judge(o.Sessions, marks)
	for _, s := range o.Sessions {
		p, key := presence[s.ID], s.ID+":"+out.PersonID
		there := p.State == rule.Was || p.State == rule.WasPart
		if !there && !out.Enough {
			if err := at.Studies.Unattended(ctx, tx, out.PersonID, o.CourseID, key, out.By, out.Why); err != nil {
				return err
			}
			continue
		}
		part := p.State == rule.WasPart && !out.Enough
		a := course.Attendance{PersonID: out.PersonID, CourseID: o.CourseID, OccasionID: o.ID, SessionID: s.ID, Session: s.Number, Sessions: int64(len(o.Sessions)),
			At: s.EndsAt(at.Place), Hours: float64(p.Minutes) / 60, Part: part, Waived: !there, ControllerID: out.EmployerID, ActorID: out.By, OnceKey: key}
		if part {
			a.Missed = strings.Join(p.Missed, ", ")
		}
		if err := at.Studies.Attended(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}
