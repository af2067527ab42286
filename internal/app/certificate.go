package app

import (
	"context"
	"crypto/rand"

	"yrkesresan/internal/certificate"
	"yrkesresan/internal/course"
)

// buildCertificates lets a completion make its certificate in the same transaction.
func (a *App) buildCertificates() {
	a.Certificates = &certificate.Certificates{DB: a.DB, Record: a.Record, Staff: a.Staff, Courses: courseCards{a.Courses}, Random: rand.Reader}
	a.Record.Listeners = append(a.Record.Listeners, a.Certificates.Issue)
}

// courseCards tells certificates what a version of a course says.
type courseCards struct{ courses *course.Courses }

func (c courseCards) Content(ctx context.Context, courseID string, version int64) (certificate.Card, error) {
	content, err := c.courses.Version(ctx, courseID, version)
	if err != nil {
		return certificate.Card{}, err
	}
	card := certificate.Card{Title: content.Title, EvidenceOnly: content.EvidenceOnly}
	for _, g := range content.Goals {
		card.Goals = append(card.Goals, g.Text)
	}
	return card, nil
}
