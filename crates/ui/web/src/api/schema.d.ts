// Made from the OpenAPI document by `npm run types`: do not edit.

export interface paths {
    "/api/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List appointments
         * @description By `startTime`, then `id`: those that overlap [`from`, `to`), of a doctor, with words that begin so. Page by page: the header `Link` leads on. `deleted=true` lists the cancelled ones, for administrators.
         */
        get: operations["listAppointments"];
        put?: never;
        /**
         * Make an appointment
         * @description Two appointments of one doctor overlap only if one was written with `allowOverlap: true`; it is then `overbooked`.
         */
        post: operations["createAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an appointment
         * @description With its lock. A cancelled one is not found.
         */
        get: operations["getAppointment"];
        put?: never;
        post?: never;
        /**
         * Cancel an appointment
         * @description For the lock's holder, who names the `version` seen. It is gone everywhere but in history and among the cancelled ones.
         */
        delete: operations["cancelAppointment"];
        options?: never;
        head?: never;
        /**
         * Change an appointment
         * @description For the lock's holder, who names the `version` seen. Absent fields stay, null clears. The version rises by 1 and the lock lives for another full term.
         */
        patch: operations["updateAppointment"];
        trace?: never;
    };
    "/api/appointments/{id}/acquire-lock/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the lock, or renew it
         * @description Taking needs the current `version`. Renewing by the same client (`X-Client-Id`; without one: by the same user) keeps the lock's id and does not look at the version. One's own lock of another client is taken over with `move=true`. Limited for each user and minute.
         */
        post: operations["acquireLock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/approve-request-control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand the lock over
         * @description For its holder: the requester holds a new lock with a full term.
         */
        post: operations["approveControlRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/force-release-lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a lock at once
         * @description For administrators, who say why: the lock, whoever holds it, is gone without consent. The reason is kept in the history.
         */
        post: operations["forceReleaseLock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/force-release-lock-approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the lock up
         * @description For its holder: nobody holds it then.
         */
        post: operations["approveForceReleaseRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/force-release-lock-reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse to give the lock up
         * @description For its holder: the request is cleared.
         */
        post: operations["rejectForceReleaseRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/force-release-lock-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a release
         * @description For administrators: the holder is asked to give the lock up. Unanswered in time, it is released. Asking again changes nothing.
         */
        post: operations["requestForceRelease"];
        /**
         * Withdraw the request for a release
         * @description For who made it.
         */
        delete: operations["withdrawForceReleaseRequest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an appointment's history
         * @description Every change and request, newest first, page by page: the header `Link` leads on. Of a cancelled one: for administrators, and for who cancelled it.
         */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/lock-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an appointment's lock
         * @description Null when nobody holds it, or the lock has expired.
         */
        get: operations["getLockStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/reject-request-control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse to hand the lock over
         * @description For its holder: the request is cleared.
         */
        post: operations["rejectControlRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/release-lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Release the lock
         * @description For its holder. A pending request for control gets it.
         */
        delete: operations["releaseLock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/request-control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for control
         * @description For administrators: the holder is asked to hand the lock over. Unanswered in time, it is handed over. Asking again changes nothing.
         */
        post: operations["requestControl"];
        /**
         * Withdraw the request for control
         * @description For who made it.
         */
        delete: operations["withdrawControlRequest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a cancelled appointment
         * @description For administrators, and for who cancelled it.
         */
        post: operations["restoreAppointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who saw and did what
         * @description For administrators: who read, listed or watched which appointments, who signed in, who changed which user; newest first, page by page: the header `Link` leads on. It is written within a second. Who looks at the same thing again within minutes is listed once; `calendar_watched` speaks for ten minutes at most. What people changed stands in the appointments' histories.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Answers with a `token` for the header `Authorization: Bearer <token>`. Whether the e-mail or the password was wrong is not told.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends this session: its tokens and sockets die.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a password by link
         * @description With the token of a one-time password link. All sessions of the user end; the user is signed in anew.
         */
        post: operations["redeemPasswordLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I?
         * @description The user of the token.
         */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a fresh token
         * @description Of the same session, up to its longest life. The old token lives out its time.
         */
        post: operations["refreshToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a client needs to know first
         * @description The clinic's name and time zone, the server's clock, the lock's times.
         */
        get: operations["getConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/doctors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List doctors
         * @description The names in use, for suggestions.
         */
        get: operations["listDoctors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List live locks
         * @description Who holds what, for administrators.
         */
        get: operations["listLocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a patient's data
         * @description For administrators: takes the patient out of every appointment with this name and birth date, cancelled ones included. Times and doctor stay, and the history stays without the reasons that people wrote. What somebody holds is not touched and listed in `locked`: erase again when it is released. Backups keep what they have.
         */
        post: operations["erasePatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take out all that is kept of a patient
         * @description For administrators: every appointment with this name and birth date, cancelled ones included, each with its history. Names are compared without regard to case and to how many blanks there are.
         */
        post: operations["exportPatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first administrator
         * @description With the token of the set-up link that the server printed when it started without any user. The new administrator is signed in.
         */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description For administrators.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Make a user
         * @description For administrators; where sign-up is allowed, for anybody, then with a password and without `isAdmin`. Without `password` the answer has a one-time link that sets it.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user
         * @description For administrators; others get themselves only.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete a user
         * @description For administrators. The user's requests are withdrawn, their locks released, their sessions ended; the history keeps the name.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description For administrators; others change themselves only, and never `isAdmin`. A new password or e-mail of one's own needs `currentPassword` and answers with a fresh token. A new password or role ends the user's other sessions.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/users/{id}/password-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a password link
         * @description For administrators. The link sets the user's password once, within 24 hours; older ones die.
         */
        post: operations["createPasswordLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description For whoever restarts it. The database is not asked.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it serve?
         * @description For whoever routes requests. While the database is away, `checks` names it.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An appointment with its lock. */
        Appointment: {
            address: string | null;
            appointmentLock: components["schemas"]["LockOrNull"];
            /**
             * Format: date-time
             * @description Only of cancelled ones.
             */
            cancelledAt?: string;
            cancelledBy?: components["schemas"]["Name"];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date
             * @description Not in the future.
             */
            datebirth: string;
            description: string | null;
            doctorName: string | null;
            /** Format: date-time */
            endTime: string;
            gender: components["schemas"]["Gender"];
            /** Format: uuid */
            id: string;
            note: string | null;
            /** @description It may overlap others of its doctor. */
            overbooked: boolean;
            patientName: string;
            phone: string | null;
            /**
             * Format: int64
             * @description Rises with every change of the appointment or of its lock.
             */
            revision: number;
            /** Format: date-time */
            startTime: string;
            title: string;
            /** Format: date-time */
            updatedAt: string;
            /**
             * Format: int64
             * @description Rises by 1 with every edit, and when the patient is erased.
             */
            version: number;
        };
        /** @description What to change of an appointment. Absent: stays. Null: is cleared. */
        AppointmentChange: {
            address?: string | null;
            /** @description Books although the doctor has another appointment then. */
            allowOverlap?: boolean;
            /**
             * Format: date
             * @description Not in the future.
             */
            datebirth?: string;
            description?: string | null;
            doctorName?: string | null;
            /**
             * Format: date-time
             * @description After `startTime`, by 31 days at most.
             */
            endTime?: string;
            gender?: components["schemas"]["Gender"];
            note?: string | null;
            patientName?: string;
            phone?: string | null;
            /** Format: date-time */
            startTime?: string;
            title?: string;
            /**
             * Format: int64
             * @description The version that the caller saw.
             */
            version: number;
        };
        /** @description One thing that was done. */
        AuditEvent: {
            actor: components["schemas"]["NameOrNull"];
            /**
             * Format: uuid
             * @description The appointment that was seen; null when it was something else.
             */
            appointmentId: string | null;
            /** Format: date-time */
            at: string;
            /** @description Names of what was set of a user; never the values. */
            changed: ("name" | "email" | "password" | "isAdmin")[];
            /** @enum {string} */
            kind: "appointment_read" | "appointment_listed" | "calendar_watched" | "patient_exported" | "patient_erased" | "signed_in" | "sign_in_failed" | "signed_out" | "user_created" | "user_changed" | "user_deleted" | "password_link_made" | "audit_read";
            /**
             * Format: int64
             * @description Its place in the log.
             */
            seq: number;
            subject: components["schemas"]["NameOrNull"];
            window: components["schemas"]["WindowOrNull"];
        };
        /** @description What clients need to know of the system. */
        Config: {
            clinicName: string | null;
            /**
             * Format: double
             * @description In seconds: how long a lock lives without renewal.
             */
            lockTtl: number;
            openingHours: string;
            /**
             * Format: double
             * @description In seconds: when a request settles itself; 0: it waits for ever.
             */
            requestTimeout: number;
            /**
             * Format: date-time
             * @description The clock that judges locks.
             */
            serverTime: string;
            /** @description There is no user yet. */
            setupNeeded: boolean;
            /** @description Anybody may make a user. */
            signup: boolean;
            /** @description An IANA name. */
            timeZone: string;
            version: string;
        };
        /** @description Another appointment of the doctor. */
        Conflict: {
            /** Format: date-time */
            endTime: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            startTime: string;
            title: string;
        };
        /** @description A user just made; without a password, with the link that sets it. */
        CreatedUser: {
            /** Format: date-time */
            createdAt: string;
            /** Format: email */
            email: string;
            /** Format: uuid */
            id: string;
            /** @description Set by administrators only. */
            isAdmin: boolean;
            name: string;
            passwordLink?: components["schemas"]["PasswordLink"];
        };
        /** @description What became of a patient's appointments. */
        Erasure: {
            /** @description Those without the patient's data now. */
            erased: string[];
            /** @description Those that somebody holds: erase again when they are released. */
            locked: string[];
        };
        /** @description One thing that happened. */
        Event: {
            actor: components["schemas"]["NameOrNull"];
            /** Format: date-time */
            at: string;
            detail: components["schemas"]["EventDetail"];
            /** @enum {string} */
            kind: "created" | "edited" | "cancelled" | "restored" | "erased" | "acquired" | "renewed" | "moved" | "released" | "expired" | "control_requested" | "control_withdrawn" | "control_approved" | "control_rejected" | "control_settled" | "handed_over" | "control_lapsed" | "force_release_requested" | "force_release_withdrawn" | "force_release_approved" | "force_release_rejected" | "force_release_settled" | "force_release_lapsed" | "force_released";
            /**
             * Format: int64
             * @description The appointment's revision after it.
             */
            revision: number;
            /**
             * Format: int64
             * @description Its place among all events.
             */
            seq: number;
            subject: components["schemas"]["NameOrNull"];
        };
        /** @description More about an event. Absent members do not apply. */
        EventDetail: {
            /** @description Names of changed fields. */
            changed?: string[];
            doctorName?: components["schemas"]["MovedName"];
            endTime?: components["schemas"]["MovedTime"];
            /** Format: uuid */
            holderId?: string;
            /** Format: uuid */
            lockId?: string;
            reason?: string;
            startTime?: components["schemas"]["MovedTime"];
        };
        /** @description An appointment, cancelled or not, with its history, newest first. */
        ExportedAppointment: {
            address: string | null;
            appointmentLock: components["schemas"]["LockOrNull"];
            /**
             * Format: date-time
             * @description Only of cancelled ones.
             */
            cancelledAt?: string;
            cancelledBy?: components["schemas"]["Name"];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date
             * @description Not in the future.
             */
            datebirth: string;
            description: string | null;
            doctorName: string | null;
            /** Format: date-time */
            endTime: string;
            gender: components["schemas"]["Gender"];
            history: components["schemas"]["Event"][];
            /** Format: uuid */
            id: string;
            note: string | null;
            /** @description It may overlap others of its doctor. */
            overbooked: boolean;
            patientName: string;
            phone: string | null;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            startTime: string;
            title: string;
            /** Format: date-time */
            updatedAt: string;
            /** Format: int64 */
            version: number;
        };
        /** @description A fault of one part of the request. */
        Fault: {
            detail: string;
            /** @description A JSON pointer into the body; of a parameter or a header: its name behind a slash. */
            pointer: string;
        };
        /** @description Why. */
        ForceRelease: {
            /** @description Why, for the history. */
            reason: string;
        };
        /**
         * @description As the front desk records it.
         * @enum {string}
         */
        Gender: "male" | "female" | "other" | "unknown";
        /** @description How it is. */
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        /** @description The appointment that is held. */
        HeldAppointment: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            startTime: string;
            title: string;
        };
        /** @description A live lock with the appointment it is on. */
        LiveLock: {
            appointment: components["schemas"]["HeldAppointment"];
            /** Format: uuid */
            appointmentId: string;
            /**
             * Format: uuid
             * @description The client that the lock is tied to; null: any of the user's.
             */
            clientId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            requestControlByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestControlByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestControlRespondBy: string | null;
            requestForceReleaseByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestForceReleaseByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestForceReleaseRespondBy: string | null;
            user: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            userId: string;
        };
        /** @description A lock as the lock's own paths answer it: with the server's clock, so that a client can count down. */
        LockAnswer: {
            /** Format: uuid */
            appointmentId: string;
            /**
             * Format: uuid
             * @description The client that the lock is tied to; null: any of the user's.
             */
            clientId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            requestControlByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestControlByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestControlRespondBy: string | null;
            requestForceReleaseByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestForceReleaseByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestForceReleaseRespondBy: string | null;
            /**
             * Format: date-time
             * @description The clock that judges locks.
             */
            serverTime: string;
            user: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            userId: string;
        };
        /** @description A lock with the server's clock; null when nobody holds it. */
        LockAnswerOrNull: {
            /** Format: uuid */
            appointmentId: string;
            /**
             * Format: uuid
             * @description The client that the lock is tied to; null: any of the user's.
             */
            clientId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            requestControlByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestControlByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestControlRespondBy: string | null;
            requestForceReleaseByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestForceReleaseByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestForceReleaseRespondBy: string | null;
            /**
             * Format: date-time
             * @description The clock that judges locks.
             */
            serverTime: string;
            user: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            userId: string;
        } | null;
        /** @description One holding of an appointment; null when nobody holds it, or it has expired. */
        LockOrNull: {
            /** Format: uuid */
            appointmentId: string;
            /**
             * Format: uuid
             * @description The client that the lock is tied to; null: any of the user's.
             */
            clientId: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            requestControlByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestControlByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestControlRespondBy: string | null;
            requestForceReleaseByUser: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            requestForceReleaseByUserId: string | null;
            /**
             * Format: date-time
             * @description When the request, unanswered, settles itself; null: never.
             */
            requestForceReleaseRespondBy: string | null;
            user: components["schemas"]["PersonOrNull"];
            /** Format: uuid */
            userId: string;
        } | null;
        /** @description E-mail and password. */
        Login: {
            email: string;
            /** Format: password */
            password: string;
        };
        /** @description How the doctor changed. */
        MovedName: {
            from: string | null;
            to: string | null;
        };
        /** @description How a time moved. */
        MovedTime: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        /** @description Who did something. */
        Name: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        /** @description Who did it, or whom it concerns; null: the system, or nobody. */
        NameOrNull: {
            /** Format: uuid */
            id: string;
            name: string;
        } | null;
        /** @description An appointment to be made. */
        NewAppointment: {
            address?: string | null;
            /** @description Books although the doctor has another appointment then. */
            allowOverlap?: boolean;
            /**
             * Format: date
             * @description Not in the future.
             */
            datebirth: string;
            description?: string | null;
            doctorName?: string | null;
            /**
             * Format: date-time
             * @description After `startTime`, by 31 days at most.
             */
            endTime: string;
            gender: components["schemas"]["Gender"];
            note?: string | null;
            patientName: string;
            phone?: string | null;
            /** Format: date-time */
            startTime: string;
            title: string;
        };
        /** @description The link's secret and the new password. */
        NewPassword: {
            /**
             * Format: password
             * @description 8 to 71 bytes in UTF-8, none of the 3,000 commonest passwords.
             */
            password: string;
            /** @description The link's secret. */
            token: string;
        };
        /** @description A user to be made. */
        NewUser: {
            /** Format: email */
            email: string;
            /** @description Set by administrators only. */
            isAdmin?: boolean;
            /** @description Not blank. */
            name: string;
            /**
             * Format: password
             * @description 8 to 71 bytes in UTF-8, none of the 3,000 commonest passwords.
             */
            password?: string;
        };
        /** @description A one-time link that sets a password. */
        PasswordLink: {
            /** Format: date-time */
            expiresAt: string;
            /**
             * Format: uri
             * @description To be opened by the user, once.
             */
            url: string;
        };
        /** @description Which patient. */
        Patient: {
            /**
             * Format: date
             * @description Not in the future.
             */
            datebirth: string;
            patientName: string;
        };
        /** @description All that is kept of a patient. */
        PatientExport: {
            appointments: components["schemas"]["ExportedAppointment"][];
            /**
             * Format: date
             * @description Not in the future.
             */
            datebirth: string;
            /** Format: date-time */
            exportedAt: string;
            patientName: string;
        };
        /** @description Who holds, or who asks; null when nobody does. */
        PersonOrNull: {
            /** Format: email */
            email: string;
            /** Format: uuid */
            id: string;
            name: string;
        } | null;
        /** @description An error (RFC 9457). */
        Problem: {
            /** @description What happened, for programs. */
            code: string;
            /** @description What happened, for people. */
            detail: string;
            /** @description As in the header `X-Request-Id`. */
            requestId: string;
            status: number;
            /** @description What the code means. */
            title: string;
            /**
             * Format: uri
             * @description Names the code as a URI.
             */
            type: string;
        };
        /** @description The first administrator. */
        SetUp: {
            /** Format: email */
            email: string;
            /** @description Not blank. */
            name: string;
            /**
             * Format: password
             * @description 8 to 71 bytes in UTF-8, none of the 3,000 commonest passwords.
             */
            password: string;
            /** @description The link's secret. */
            token: string;
        };
        /** @description A user who has just signed in, with a token. */
        SignedIn: {
            /** Format: date-time */
            createdAt: string;
            /** Format: email */
            email: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /** @description Set by administrators only. */
            isAdmin: boolean;
            name: string;
            /** @description For `Authorization: Bearer <token>`. */
            token: string;
        };
        /** @description A token. */
        Token: {
            /** Format: date-time */
            expiresAt: string;
            /** @description For `Authorization: Bearer <token>`. */
            token: string;
        };
        /** @description A changed user; with a fresh token for who changed the password or e-mail of their own. */
        UpdatedUser: {
            /** Format: date-time */
            createdAt: string;
            /** Format: email */
            email: string;
            /** Format: date-time */
            expiresAt?: string;
            /** Format: uuid */
            id: string;
            /** @description Set by administrators only. */
            isAdmin: boolean;
            name: string;
            /** @description For `Authorization: Bearer <token>`. */
            token?: string;
        };
        /** @description A user. The password, hashed or not, is never in it. */
        User: {
            /** Format: date-time */
            createdAt: string;
            /** Format: email */
            email: string;
            /** Format: uuid */
            id: string;
            /** @description Set by administrators only. */
            isAdmin: boolean;
            name: string;
        };
        /** @description What to change of a user. */
        UserChange: {
            /**
             * Format: password
             * @description Needed for a new password or e-mail of one's own.
             */
            currentPassword?: string;
            /** Format: email */
            email?: string;
            /** @description Set by administrators only. */
            isAdmin?: boolean;
            /** @description Not blank. */
            name?: string;
            /**
             * Format: password
             * @description 8 to 71 bytes in UTF-8, none of the 3,000 commonest passwords.
             */
            password?: string;
        };
        /** @description The part of the calendar that was looked at; null when it was something else. */
        WindowOrNull: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        } | null;
    };
    responses: {
        /** @description `admin_only`: Only administrators may do this. */
        AdminOnly: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "admin_only";
                };
            };
        };
        /** @description `appointment_not_found`: There is no such appointment. */
        AppointmentNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "appointment_not_found";
                };
            };
        };
        /** @description `body_too_large`: The body is too large. */
        BodyTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "body_too_large";
                };
            };
        };
        /** @description `contended`: Too many changes at once. */
        Contended: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "contended";
                };
            };
        };
        /** @description `email_taken`: Another user has this e-mail. */
        EmailTaken: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "email_taken";
                };
            };
        };
        /** @description `idempotency_key_reused`: The key was used for another request. */
        IdempotencyKeyReused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "idempotency_key_reused";
                };
            };
        };
        /** @description `invalid_credentials`: E-mail or password is wrong. */
        InvalidCredentials: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_credentials";
                };
            };
        };
        /** @description `invalid_id`: The id is not a UUID. */
        InvalidId: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_id";
                };
            };
        };
        /** @description `invalid_password_token`: The password link is not valid. */
        InvalidPasswordToken: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_password_token";
                };
            };
        };
        /** @description `invalid_setup_token`: The set-up link is not valid. */
        InvalidSetupToken: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "invalid_setup_token";
                };
            };
        };
        /** @description `last_admin`: This is the last administrator. */
        LastAdmin: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "last_admin";
                };
            };
        };
        /** @description `patient_not_found`: There is no such patient. */
        PatientNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "patient_not_found";
                };
            };
        };
        /** @description `precondition_failed`: The appointment is not the one you saw. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "precondition_failed";
                };
            };
        };
        /** @description `rate_limited`: Too many requests. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-RateLimit-After": components["headers"]["RateLimitAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "rate_limited";
                };
            };
        };
        /** @description `request_timeout`: The request did not arrive in time. */
        RequestTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "request_timeout";
                };
            };
        };
        /** @description `setup_done`: Set-up is done. */
        SetupDone: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "setup_done";
                };
            };
        };
        /** @description `too_many_attempts`: Too many failed sign-ins. */
        TooManyAttempts: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "too_many_attempts";
                };
            };
        };
        /** @description `unauthenticated`: Sign in first. */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate": components["headers"]["Challenge"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "unauthenticated";
                };
            };
        };
        /** @description `unavailable`: The system is not available now. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @description What is not well; of `/health/ready` only. */
                    checks?: {
                        [key: string]: string;
                    };
                    /** @enum {string} */
                    code?: "unavailable";
                };
            };
        };
        /** @description `unsupported_media_type`: The body must be JSON. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "unsupported_media_type";
                };
            };
        };
        /** @description `user_not_found`: There is no such user. */
        UserNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code?: "user_not_found";
                };
            };
        };
    };
    parameters: {
        /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
        ClientId: string;
        /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
        IdempotencyKey: string;
        /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
        IfMatch: string;
        /** @description Answers 304 if the appointment's `ETag` is among these. */
        IfNoneMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description `Bearer`, when a token is missing or not live. */
        Challenge: string;
        /** @description Changes whenever the appointment or its lock would be shown differently. */
        ETag: string;
        /** @description `<…>; rel="next"`: the next page. Absent on the last. */
        Link: string;
        /** @description Where the new one is. */
        Location: string;
        /** @description As `Retry-After`. */
        RateLimitAfter: number;
        /** @description The burst. Absent when nothing is limited. */
        RateLimitLimit: number;
        /** @description What is left of it. */
        RateLimitRemaining: number;
        /** @description Names the request in the logs: the one sent, or a fresh one. */
        RequestId: string;
        /** @description In so many seconds. */
        RetryAfter: number;
        /** @description How many there are on all pages, counted up to 10,000. */
        TotalCount: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAppointments: {
        parameters: {
            query?: {
                /** @description Where to go on: taken from the header `Link`. */
                cursor?: string;
                /** @description The cancelled ones instead; for administrators. */
                deleted?: boolean;
                /** @description Only of this doctor; without regard to case and blanks around. */
                doctor?: string;
                /** @description Only what ends after it. Years 1 to 9999. */
                from?: string;
                /** @description At most so many on a page. */
                limit?: number;
                /** @description By start, earliest or latest first. */
                order?: "asc" | "desc";
                /** @description Only with words of title, patient, doctor or phone that begin so; 2 characters at least. */
                q?: string;
                /** @description Only what starts before it; after `from`. Years 1 to 9999. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Total-Count": components["headers"]["TotalCount"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"][];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_cursor`: The cursor is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_cursor";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAppointment"];
            };
        };
        responses: {
            /** @description The appointment. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            408: components["responses"]["RequestTimeout"];
            /** @description `doctor_busy`: The doctor has another appointment then. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "doctor_busy" | "contended";
                        /** @description The doctor's other appointments then, with `doctor_busy`. */
                        conflicts?: components["schemas"]["Conflict"][];
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Answers 304 if the appointment's `ETag` is among these. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description It is as `If-None-Match` says. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidId"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelAppointment: {
        parameters: {
            query: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
                /** @description Why, for the history. */
                reason?: string;
                /** @description The appointment's version that the caller saw. */
                version: number;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            /** @description `lock_not_held`: You do not hold this appointment. `lock_changed`: The lock is not the one you saw. `version_conflict`: The appointment was changed meanwhile. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_not_held" | "lock_changed" | "version_conflict" | "contended";
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAppointment: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppointmentChange"];
            };
        };
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "invalid_id" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            408: components["responses"]["RequestTimeout"];
            /** @description `doctor_busy`: The doctor has another appointment then. `lock_not_held`: You do not hold this appointment. `lock_changed`: The lock is not the one you saw. `version_conflict`: The appointment was changed meanwhile. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "doctor_busy" | "lock_not_held" | "lock_changed" | "version_conflict" | "contended";
                        /** @description The doctor's other appointments then, with `doctor_busy`. */
                        conflicts?: components["schemas"]["Conflict"][];
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    acquireLock: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
                /** @description Takes over one's own lock of another client. */
                move?: boolean;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
                /** @description The appointment's version that the caller saw. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Renewed, or taken over from another client of the same user; null when a repeated request finds it gone. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockAnswerOrNull"];
                };
            };
            /** @description Taken; null when a repeated request finds it gone. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "X-RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockAnswerOrNull"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            /** @description `locked`: Somebody else holds this appointment. `locked_elsewhere`: You hold this appointment in another window. `lock_changed`: The lock is not the one you saw. `version_conflict`: The appointment was changed meanwhile. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "locked" | "locked_elsewhere" | "lock_changed" | "version_conflict" | "contended";
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    approveControlRequest: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
                /** @description Refuses with `no_request` if the pending request is another's. */
                requester?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment with its new lock. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            /** @description `appointment_not_found`: There is no such appointment. `lock_not_found`: Nobody holds this appointment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "appointment_not_found" | "lock_not_found";
                    };
                };
            };
            /** @description `lock_not_held`: You do not hold this appointment. `lock_changed`: The lock is not the one you saw. `no_request`: There is no such request. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_not_held" | "lock_changed" | "no_request" | "contended";
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    forceReleaseLock: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForceRelease"];
            };
        };
        responses: {
            /** @description The appointment without a lock. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "invalid_id" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            /** @description `appointment_not_found`: There is no such appointment. `lock_not_found`: Nobody holds this appointment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "appointment_not_found" | "lock_not_found";
                    };
                };
            };
            408: components["responses"]["RequestTimeout"];
            /** @description `lock_changed`: The lock is not the one you saw. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_changed" | "contended";
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    approveForceReleaseRequest: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
                /** @description Refuses with `no_request` if the pending request is another's. */
                requester?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment without a lock. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            /** @description `appointment_not_found`: There is no such appointment. `lock_not_found`: Nobody holds this appointment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "appointment_not_found" | "lock_not_found";
                    };
                };
            };
            /** @description `lock_not_held`: You do not hold this appointment. `lock_changed`: The lock is not the one you saw. `no_request`: There is no such request. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_not_held" | "lock_changed" | "no_request" | "contended";
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    rejectForceReleaseRequest: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
                /** @description Refuses with `no_request` if the pending request is another's. */
                requester?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            /** @description `appointment_not_found`: There is no such appointment. `lock_not_found`: Nobody holds this appointment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "appointment_not_found" | "lock_not_found";
                    };
                };
            };
            /** @description `lock_not_held`: You do not hold this appointment. `lock_changed`: The lock is not the one you saw. `no_request`: There is no such request. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_not_held" | "lock_changed" | "no_request" | "contended";
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestForceRelease: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment with the request in its lock. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            /** @description `appointment_not_found`: There is no such appointment. `lock_not_found`: Nobody holds this appointment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "appointment_not_found" | "lock_not_found";
                    };
                };
            };
            /** @description `lock_changed`: The lock is not the one you saw. `lock_already_held`: You hold this appointment already. `request_pending`: Another administrator's request is pending. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_changed" | "lock_already_held" | "request_pending" | "contended";
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    withdrawForceReleaseRequest: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            /** @description `lock_changed`: The lock is not the one you saw. `no_request`: There is no such request. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_changed" | "no_request" | "contended";
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHistory: {
        parameters: {
            query?: {
                /** @description Where to go on: taken from the header `Link`. */
                cursor?: string;
                /** @description At most so many on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. `invalid_cursor`: The cursor is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id" | "invalid_cursor";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLockStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lock, or null. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockAnswerOrNull"];
                };
            };
            400: components["responses"]["InvalidId"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    rejectControlRequest: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
                /** @description Refuses with `no_request` if the pending request is another's. */
                requester?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            /** @description `appointment_not_found`: There is no such appointment. `lock_not_found`: Nobody holds this appointment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "appointment_not_found" | "lock_not_found";
                    };
                };
            };
            /** @description `lock_not_held`: You do not hold this appointment. `lock_changed`: The lock is not the one you saw. `no_request`: There is no such request. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_not_held" | "lock_changed" | "no_request" | "contended";
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    releaseLock: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            /** @description `lock_not_held`: You do not hold this appointment. `lock_changed`: The lock is not the one you saw. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_not_held" | "lock_changed" | "contended";
                        current?: components["schemas"]["Appointment"];
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestControl: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment with the request in its lock. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            /** @description `appointment_not_found`: There is no such appointment. `lock_not_found`: Nobody holds this appointment. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "appointment_not_found" | "lock_not_found";
                    };
                };
            };
            /** @description `lock_changed`: The lock is not the one you saw. `lock_already_held`: You hold this appointment already. `request_pending`: Another administrator's request is pending. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_changed" | "lock_already_held" | "request_pending" | "contended";
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    withdrawControlRequest: {
        parameters: {
            query?: {
                /** @description Refuses with `lock_changed` if another holding than this stands. */
                lock?: string;
            };
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            /** @description `lock_changed`: The lock is not the one you saw. `no_request`: There is no such request. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "lock_changed" | "no_request" | "contended";
                        lock?: components["schemas"]["LockAnswer"];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    restoreAppointment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names the caller's client, one for each browser tab: ties the lock to it. */
                "X-Client-Id"?: components["parameters"]["ClientId"];
                /** @description A success is kept under it for 24 hours: repeating the request has no second effect. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Refuses with `precondition_failed` unless the appointment's `ETag` is among these. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Which appointment. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The appointment as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointment"];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_id";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["AppointmentNotFound"];
            /** @description `doctor_busy`: The doctor has another appointment then. `contended`: Too many changes at once. */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "doctor_busy" | "contended";
                        /** @description The doctor's other appointments then, with `doctor_busy`. */
                        conflicts?: components["schemas"]["Conflict"][];
                    };
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only what was about this appointment, windows of the calendar that it was in included. */
                appointment?: string;
                /** @description Where to go on: taken from the header `Link`. */
                cursor?: string;
                /** @description Not before this. Years 1 to 9999. */
                from?: string;
                /** @description At most so many on a page. */
                limit?: number;
                /** @description Before this; after `from`. Years 1 to 9999. */
                to?: string;
                /** @description Only what this user did, or what was done to them. */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEvent"][];
                };
            };
            /** @description `validation_failed`: The request is not valid. `invalid_cursor`: The cursor is not valid. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "validation_failed" | "invalid_cursor";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Who signed in, with a token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["InvalidCredentials"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    redeemPasswordLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Whose password it is, signed in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["InvalidPasswordToken"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user of the token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A fresh token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How this installation is configured. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Config"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDoctors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Names of doctors. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            401: components["responses"]["Unauthenticated"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLocks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All live locks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveLock"][];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    erasePatient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Patient"];
            };
        };
        responses: {
            /** @description What was erased, and what is left. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            404: components["responses"]["PatientNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Contended"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportPatient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Patient"];
            };
        };
        responses: {
            /** @description All that is kept. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientExport"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            404: components["responses"]["PatientNotFound"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["Unavailable"];
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUp"];
            };
        };
        responses: {
            /** @description The first administrator, signed in. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["InvalidSetupToken"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["SetupDone"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["Unavailable"];
        };
    };
    listUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All users. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"][];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The user. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedUser"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["EmailTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidId"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            404: components["responses"]["UserNotFound"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidId"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            404: components["responses"]["UserNotFound"];
            409: components["responses"]["LastAdmin"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The user as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatedUser"];
                };
            };
            /** @description `invalid_json`: The body is not JSON. `validation_failed`: The request is not valid. `invalid_id`: The id is not a UUID. `bad_request`: The request could not be understood. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "invalid_json" | "validation_failed" | "invalid_id" | "bad_request";
                        /** @description All faults of the request, with `validation_failed`. */
                        errors?: components["schemas"]["Fault"][];
                    };
                };
            };
            401: components["responses"]["Unauthenticated"];
            /** @description `admin_only`: Only administrators may do this. `forbidden`: You may not do this. `wrong_password`: The current password is wrong. */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "admin_only" | "forbidden" | "wrong_password";
                    };
                };
            };
            404: components["responses"]["UserNotFound"];
            408: components["responses"]["RequestTimeout"];
            /** @description `email_taken`: Another user has this e-mail. `last_admin`: This is the last administrator. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "email_taken" | "last_admin";
                    };
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPasswordLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which user. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordLink"];
                };
            };
            400: components["responses"]["InvalidId"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminOnly"];
            404: components["responses"]["UserNotFound"];
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The database answers too. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            503: components["responses"]["Unavailable"];
        };
    };
}
