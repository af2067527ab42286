package staffweb

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

var errNoFile = fault.New(fault.Invalid, "staff.choose_file")

// upload reads a file and leads to what it would do. The file lies in a nameless place while it is
// read and is gone when the answer is given: only its rows wait, without identity numbers.
func (p *Pages) upload(w http.ResponseWriter, r *http.Request) error {
	id, file, size, err := receive(r)
	if f := expected(err); f != nil {
		return p.showHome(w, r, web.Status(f), id, f)
	}
	if err != nil {
		return err
	}
	defer discard(file)
	employer, _, err := p.employer(r, id)
	if err != nil {
		return err
	}
	importID, result, err := p.Imports.Stage(r.Context(), web.ActorOf(r.Context()), employer.ID, staff.File{Reader: file, Size: size})
	if err != nil {
		return err
	}
	if result.Refused {
		n := result.Errors[0]
		return p.showHome(w, r, http.StatusUnprocessableEntity, employer.ID, &fault.Fault{Kind: fault.Invalid, Key: n.Key, Args: n.Args})
	}
	return web.Redirect(w, r, "/kommun/inlasning/"+importID)
}

// receive takes the form apart as it comes: the employer first, then the file.
func receive(r *http.Request) (employer string, file *os.File, size int64, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, 0, errNoFile
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return employer, nil, 0, errNoFile
		}
		if err != nil {
			return employer, nil, 0, tooLarge(err)
		}
		switch part.FormName() {
		case "plats":
			text, err := io.ReadAll(io.LimitReader(part, 100))
			if err != nil {
				return "", nil, 0, err
			}
			employer = string(text)
		case "fil":
			file, size, err = keep(part)
			return employer, file, size, err
		}
	}
}

// keep writes the file to a place that has no name any more.
func keep(part *multipart.Part) (*os.File, int64, error) {
	if part.FileName() == "" {
		return nil, 0, errNoFile
	}
	file, err := os.CreateTemp("", "personal-")
	if err != nil {
		return nil, 0, err
	}
	os.Remove(file.Name()) // where the system does not let go of an open file, discard does
	size, err := io.Copy(file, part)
	if err != nil {
		discard(file)
		return nil, 0, tooLarge(err)
	}
	return file, size, nil
}

func discard(file *os.File) {
	file.Close()
	os.Remove(file.Name())
}

// tooLarge says so when that was why the reading ended.
func tooLarge(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return fault.New(fault.Invalid, "staff.sheet.refused.large").With("max", "100")
	}
	return err
}
