package main

import (
	"fmt"
	"io"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/certificate"
)

type certificateCmd struct {
	Verify struct {
		Code string `arg:"" help:"The code, as typed."`
		AsOf day    `help:"The day, YYYY-MM-DD."`
	} `cmd:"" help:"What a certificate's code stands for. valid is false too when its time has run out."`
}

// verified is the contract's answer; what is not known of an unknown code is null.
type verified struct {
	Valid     bool     `json:"valid"`
	Status    string   `json:"status"`
	Course    *string  `json:"course"`
	Version   *int64   `json:"version"`
	Issued    *string  `json:"issued"`
	Hours     *float64 `json:"hours"`
	RevokedAt *string  `json:"revoked_at"`
}

// Run tells the status on the day; an unknown code ends with 1.
func (c certificateCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		on := c.Verify.AsOf.or(a.Staff.Today())
		v, err := a.Certificates.Verify(r.ctx, c.Verify.Code, on)
		if err != nil {
			return err
		}
		out := verified{Valid: v.Holds, Status: string(v.Status)}
		if v.Status != certificate.Unknown {
			out.Course, out.Version, out.Issued, out.Hours = &v.CourseID, &v.Version, &v.Issued, &v.Hours
		}
		if v.RevokedAt != nil {
			at := v.RevokedAt.UTC().Format(time.RFC3339)
			out.RevokedAt = &at
		}
		err = r.print(out, func(w io.Writer) { printVerified(w, v) })
		if err == nil && v.Status == certificate.Unknown {
			return errRefused
		}
		return err
	})
}

func printVerified(w io.Writer, v certificate.Verified) {
	fmt.Fprintln(w, v.Status)
	if v.Status == certificate.Unknown {
		return
	}
	fmt.Fprintf(w, "%s (%s, version %d), %s, %g h\n", v.Title, v.CourseID, v.Version, v.Issued, v.Hours)
	if v.ValidUntil != "" {
		fmt.Fprintln(w, "valid until", v.ValidUntil)
	}
	if v.RevokedAt != nil {
		fmt.Fprintln(w, "revoked at", v.RevokedAt.UTC().Format(time.RFC3339))
	}
}
