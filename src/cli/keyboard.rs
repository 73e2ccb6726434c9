use super::args::Who;
use super::failure::Failure;
use super::session::Session;
use crate::base::text::tidy_name;
use crate::domain::role::Role;
use crate::store::Census;

/// Opens the census file to write, puts another person at the keyboard for the time of the work,
/// and closes it.
///
/// # Errors
///
/// [`Failure`] of the file or of the work; what the work made durable stays.
pub(super) fn sit<T>(
    session: &Session,
    who: &Who,
    work: impl FnOnce(&mut Census) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut census = session.census()?;
    let before = sign_in(&mut census, who)?;
    let done = work(&mut census);
    if let Some((person, role)) = before {
        census.sign_in(&person, role)?;
    }
    census.close()?;
    done
}

/// Puts another person at the keyboard and returns who sat there, to be put back.
fn sign_in(census: &mut Census, who: &Who) -> Result<Option<(String, Role)>, Failure> {
    let (before, role) = census.person();
    let (before, role) = (before.to_owned(), role);
    let name = who.person.as_deref().map(tidy_name);
    let Some(person) = name.filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    // Who is known keeps the role unless another is given; a new name is an enumerator's.
    let known = if person == before {
        Some(role)
    } else {
        census.role_of(&person)?
    };
    let own = who.role.or(known).unwrap_or(Role::Enumerator);
    if (&person, own) == (&before, role) {
        return Ok(None);
    }
    census.sign_in(&person, own)?;
    Ok(Some((before, role)).filter(|(name, _)| !name.is_empty()))
}
