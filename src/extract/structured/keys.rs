//! What the keys of JSON Resume and RenderCV stand for, in the spellings that files use.

/// What a field of an entry or of the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A name: of the person, a project, a skill; of the employer where there is a title beside it.
    Name,
    /// What the person does.
    Headline,
    /// A job title or the like.
    Title,
    /// The kind of degree, printed before its field.
    Degree,
    /// The field of a degree.
    Area,
    /// Employer, school, issuer.
    Organization,
    /// The first day.
    Start,
    /// The last day.
    End,
    /// A date, or a range written as one text.
    Date,
    /// Town or country.
    Location,
    /// An address on the web.
    Link,
    /// A list that is printed on one line.
    Keywords,
    /// The words after a label.
    Details,
    /// Anything else.
    Other,
}

/// The role of a key.
pub(super) fn role(key: &str) -> Role {
    match plain(key).as_str() {
        "name" | "fullname" | "language" | "bullet" | "number" | "reversednumber" => Role::Name,
        "label" | "headline" => Role::Headline,
        "position" | "title" | "jobtitle" | "role" => Role::Title,
        "studytype" | "degree" => Role::Degree,
        "area" | "major" | "fieldofstudy" => Role::Area,
        "company" | "organization" | "organisation" | "institution" | "issuer" | "awarder"
        | "publisher" | "journal" | "entity" | "school" | "employer" | "authority" => {
            Role::Organization
        }
        "startdate" | "start" => Role::Start,
        "enddate" | "end" => Role::End,
        "date" | "releasedate" | "year" | "issuedate" => Role::Date,
        "location" => Role::Location,
        "url" | "website" | "link" | "href" | "doi" => Role::Link,
        "keywords" | "technologies" | "tech" | "techstack" | "stack" | "tags" | "roles"
        | "authors" | "tools" => Role::Keywords,
        "details" | "fluency" | "level" => Role::Details,
        _ => Role::Other,
    }
}

/// Whether a key holds running text.
pub(super) fn is_prose(key: &str) -> bool {
    let prose =
        ["summary", "description", "reference", "about", "objective", "profile", "abstract"];
    prose.contains(&plain(key).as_str())
}

/// Whether a key holds settings and not a resume.
pub(super) fn is_setting(key: &str) -> bool {
    let settings = ["$schema", "meta", "theme", "rendercvsettings", "settings", "design", "locale"];
    settings.contains(&plain(key).as_str())
}

/// Whether a key holds the address of a picture, or data that is not for reading.
pub(super) fn is_picture(key: &str) -> bool {
    let pictures = ["image", "picture", "photo", "icon", "logo", "avatar", "id", "uuid"];
    pictures.contains(&plain(key).as_str())
}

/// Whether a key holds a comment.
pub(super) fn is_comment(key: &str) -> bool {
    matches!(key, "$comment" | "_comment" | "//" | "__comment")
}

/// A key without case and joints: `startDate`, `start_date` and `start-date` are one.
fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}
