package occasion

import (
	"context"
	"errors"
	"io"
	"slices"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults of material.
var (
	ErrFileLarge = fault.New(fault.Invalid, "occasion.file_large").On("fil")
	ErrFileKind  = fault.New(fault.Invalid, "occasion.file_kind").On("fil")
	ErrPicture   = fault.New(fault.Invalid, "occasion.picture_broken").On("fil")
)

// Upload is a file on its way in; without File there is none.
type Upload struct {
	File io.Reader
	Name string
}

// KeepMaterial puts a part's file in the store, when its bytes are a PDF or a picture. It belongs to nothing until the
// part is saved. A picture tells not where and when it was taken. Errors: ErrFileLarge, ErrFileKind, ErrPicture.
func (o *Occasions) KeepMaterial(ctx context.Context, part *Part, up Upload) error {
	if up.File == nil {
		return nil
	}
	paper, err := blob.PutPaper(ctx, o.Blobs, up.File, up.Name, "material")
	switch {
	case errors.Is(err, blob.ErrLarge):
		return ErrFileLarge
	case errors.Is(err, blob.ErrSort):
		return ErrFileKind
	case errors.Is(err, blob.ErrBroken):
		return ErrPicture
	case err != nil:
		return err
	}
	if paper.Hash != "" {
		part.Blob, part.FileName = paper.Hash, paper.Name
	}
	return nil
}

// Material opens the file of a part of a session's plan, the first part being 1, to whoever sees the occasion. Errors:
// ErrNoOccasion, blob.ErrMissing.
func (o *Occasions) Material(ctx context.Context, a may.Actor, occasionID, sessionID string, number int) (io.ReadSeekCloser, string, error) {
	oc, err := o.Find(ctx, occasionID)
	if err != nil {
		return nil, "", err
	}
	if err := o.SeenBy(ctx, a, oc); err != nil {
		return nil, "", err
	}
	s, ok := oc.Session(sessionID)
	if !ok || number < 1 || number > len(s.Parts) || s.Parts[number-1].Blob == "" {
		return nil, "", ErrNoOccasion
	}
	f, err := o.Blobs.Get(ctx, s.Parts[number-1].Blob)
	return f, s.Parts[number-1].FileName, err
}

// SeenBy tells whether somebody sees an occasion: who arranges it, who leads it, who has a place at it, and, when it is
// open, who works below its owners. To others there is none. Errors: ErrNoOccasion.
func (o *Occasions) SeenBy(ctx context.Context, a may.Actor, oc Occasion) error {
	if in, err := o.Attends(ctx, a, oc); err != nil || in {
		return err
	}
	if oc.State == Draft || a.PersonID == "" {
		return ErrNoOccasion
	}
	sees, err := o.Sees(ctx, a.PersonID)
	if err != nil {
		return err
	}
	if sees.IsVisible(oc) {
		return nil
	}
	booked, err := o.bookedAt(ctx, a.PersonID, oc.ID)
	if err == nil && len(booked) == 0 {
		err = ErrNoOccasion
	}
	return err
}

// Attends tells whether somebody arranges an occasion, leads it, or has a place at it: to them the link to a meeting on the
// net is shown, and to nobody else.
func (o *Occasions) Attends(ctx context.Context, a may.Actor, oc Occasion) (bool, error) {
	if o.Owns(ctx, a, oc) == nil {
		return true, nil
	}
	if oc.State == Draft || a.PersonID == "" {
		return false, nil
	}
	t, err := o.IsTrainer(ctx, a.PersonID)
	if err != nil {
		return false, err
	}
	if t.ID != "" && slices.ContainsFunc(oc.Sessions, func(s Session) bool { return slices.Contains(s.Trainers, t.ID) }) {
		return true, nil
	}
	booked, err := o.bookedAt(ctx, a.PersonID, oc.ID)
	return slices.ContainsFunc(booked, func(b Booked) bool { return !b.Cancelled }), err
}

// bookedAt are a person's places at an occasion, those that were lost too.
func (o *Occasions) bookedAt(ctx context.Context, personID, occasionID string) ([]Booked, error) {
	if o.BookedDays == nil {
		return nil, nil
	}
	all, err := o.BookedDays(ctx, personID)
	return slices.DeleteFunc(all, func(b Booked) bool { return b.OccasionID != occasionID }), err
}
