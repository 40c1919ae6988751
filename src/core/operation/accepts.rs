//! The credentials an operation accepts.

use crate::identity::CredentialKind;

/// A set of credential kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepts(u8);

impl Accepts {
    /// The secret key of an environment.
    pub const SECRET_KEY: Self = Self(1);
    /// An additional key of an environment, with scopes.
    pub const ADDITIONAL_KEY: Self = Self(1 << 1);
    /// The token of a person.
    pub const PERSONAL_ACCESS_TOKEN: Self = Self(1 << 2);
    /// The token of an organization.
    pub const ORGANIZATION_TOKEN: Self = Self(1 << 3);
    /// A token that acts for a person.
    pub const USER_ACTOR_TOKEN: Self = Self(1 << 4);
    /// A public token, with scopes.
    pub const PUBLIC_TOKEN: Self = Self(1 << 5);
    /// The key of an older product.
    pub const LEGACY_KEY: Self = Self(1 << 6);

    /// Nobody: the operation needs none.
    pub const NOBODY: Self = Self(0);
    /// The keys of an environment, which most operations take.
    pub const KEYS: Self = Self::SECRET_KEY.or(Self::ADDITIONAL_KEY);
    /// The keys of an environment, and public tokens that were made with them.
    pub const KEYS_AND_PUBLIC: Self = Self::KEYS.or(Self::PUBLIC_TOKEN);
    /// The tokens that stand for a person or an organization.
    pub const USERS: Self =
        Self::PERSONAL_ACCESS_TOKEN.or(Self::ORGANIZATION_TOKEN).or(Self::USER_ACTOR_TOKEN);

    /// Any that the server takes.
    pub const ANY: Self = Self::KEYS_AND_PUBLIC.or(Self::USERS);

    /// Joins two sets.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// A token of unknown kind is given the benefit of the doubt: the server decides.
    pub fn includes(self, kind: CredentialKind) -> bool {
        let bit = match kind {
            CredentialKind::SecretKey => Self::SECRET_KEY,
            CredentialKind::AdditionalKey => Self::ADDITIONAL_KEY,
            CredentialKind::PersonalAccessToken => Self::PERSONAL_ACCESS_TOKEN,
            CredentialKind::OrganizationToken => Self::ORGANIZATION_TOKEN,
            CredentialKind::UserActorToken => Self::USER_ACTOR_TOKEN,
            CredentialKind::PublicToken => Self::PUBLIC_TOKEN,
            CredentialKind::LegacyKey => Self::LEGACY_KEY,
            CredentialKind::Unknown => return true,
        };
        self.0 & bit.0 != 0
    }

    /// The accepted kinds as a person would list them.
    pub fn describe(self) -> String {
        const NAMES: &[(Accepts, &str)] = &[
            (Accepts::SECRET_KEY, "a secret key (tr_dev_…, tr_prod_…)"),
            (Accepts::ADDITIONAL_KEY, "an additional API key with the scope for it"),
            (Accepts::PERSONAL_ACCESS_TOKEN, "a personal access token (tr_pat_…)"),
            (Accepts::ORGANIZATION_TOKEN, "an organization token (tr_oat_…)"),
            (Accepts::USER_ACTOR_TOKEN, "a user-actor token (tr_uat_…)"),
            (Accepts::PUBLIC_TOKEN, "a public access token with the scope for it"),
            (Accepts::LEGACY_KEY, "an API key of an older product"),
        ];
        let names: Vec<&str> =
            NAMES.iter().filter(|(bit, _)| self.0 & bit.0 != 0).map(|(_, name)| *name).collect();
        match names.split_last() {
            None => "no credential".to_owned(),
            Some((only, [])) => (*only).to_owned(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn describes_what_is_accepted() {
        assert_eq!(Accepts::PERSONAL_ACCESS_TOKEN.describe(), "a personal access token (tr_pat_…)");
        let both = Accepts::SECRET_KEY.or(Accepts::PUBLIC_TOKEN);
        assert!(both.describe().contains(" or a public access token"));
        assert!(both.includes(CredentialKind::Unknown));
        assert!(!both.includes(CredentialKind::PersonalAccessToken));
    }
}
